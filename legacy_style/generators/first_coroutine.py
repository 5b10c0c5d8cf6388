"""How do you call the first one?

Only a coroutine can await a coroutine, so who awaits the first? Not
its caller: ordinary code hands it to ``run``, which enters an event
loop, and leaves it with what the coroutine returns or raises.
"""

from legacy_style.coroutine import coroutine, run


@coroutine
def temperature(city, measure):
    """Return the temperature in a city, in words.

    ``measure(city)`` is awaited for the degrees.
    """
    degrees = yield from measure(city)
    return f"{degrees} degrees in {city}"


@coroutine
def first(city, measure, say=print):
    """Say the temperature in a city, and return it."""
    say("inside: asking for", city)
    words = yield from temperature(city, measure)
    say("inside: it has", words)
    return words


def main(city, measure, say=print):
    """Call the first coroutine, from outside of any event loop."""
    say("outside: entering the event loop")
    try:
        words = run(first(city, measure, say))
    except LookupError as error:
        say("outside: left with an error:", error)
    else:
        say("outside: left with", words)


if __name__ == "__main__":
    from compare.starts.first_coroutine import measure

    main("London", measure)
    main("Atlantis", measure)
