"""What is legacy in a package, and its conversion to native coroutines.

`reading` turns bytes into a `Source`, `module` indexes its syntax tree, `coroutines` decides for
the whole `package` which functions are coroutines and which of them can be converted, each rule
in `rules` turns one construct into findings, and `migrate` applies the edits of those findings.
"""
