"""What an order does, whatever the bank and the stock answer."""

from shop.orders import order

from off_coroutine import Scenario, World

ORDER = Scenario(
    "an order is shipped or refunded",
    {"order": lambda world: order(world, world, "tea", 3)},
    World(
        charge=["receipt", ConnectionError("no bank")],
        take=[None, LookupError("sold out")],
        refund=[None],
    ),
)
