"""Files and their text: found, decoded, parsed, and written back together or not at all."""
