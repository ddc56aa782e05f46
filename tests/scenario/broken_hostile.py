# ruff: noqa: E501 - a case is one line of a table
# fmt: off
"""Files that ask for too much, try to deceive the reader of messages, or are misread with the best of wills."""

from __future__ import annotations

from tests.scenario.broken_files import Broken

HOSTILE = [
    Broken("huge_whole_number", "price: 1.0", "price: 0x" + "f" * 280, 11, "is too large a number"),
    Broken("endless_number", "price: 1.0", "price: " + "9" * 400, 11, "a number of 400 digits is too long"),
    Broken("endless_day", "warm_up: 10", f"warm_up: day {'9' * 400}", 2, "got a text of 404 characters"),
    Broken("endless_quantity", "lead_time: 1 day}", f"lead_time: '1{' ' * 100_000}!'}}", 35, "got a text of 100002 characters"),
    Broken("endless_underscores", "lead_time: 1 day}", f"lead_time: 1{'_' * 100_000}x}}", 35, "got a text of 100002 characters"),
    Broken("endless_rate", "rate: 10 per day", f"rate: '1{' ' * 3000}x'", 29, "got a text of 3002 characters"),
    Broken("replications", "name: small", "name: small\nreplications: 1000000000000", 2, "must be at most 100,000, got 1000000000000"),
    Broken("override_bomb", "sites.shop.stock.juice.replenish.level: 60", f"sites.*.tags: [{'a, ' * 400_000}a]", 38, "more than 1,000,000 values"),
    Broken("string_bomb", "    kind: warehouse\n", f"    count: 20000\n    owner: '{'{n}' * 1000}'\n    kind: warehouse\n", 14, "more than 1,000,000 values"),
    Broken("deep_by_aliases", "    set: {sites.shop.stock.juice.replenish.level: 60}", f"    set: {{a: &a {'[' * 40}1{']' * 40}, b: {'[' * 40}*a{']' * 40}}}", 38, "nested deeper than"),
    Broken("twins", "opening: {on_hand: 20}", "allocation: {kind: priority, order: [people, people]}", 19, "named twice: people"),
    Broken("escape_in_currency", "name: small", 'name: small\ncurrency: "EUR\\e[31m"', 2, "must be one line without control characters"),
    Broken("escape_in_value", "rate: 10 per day", 'rate: "5\\e[2J\\nerror: x"', 29, r"got '5\x1b[2J\nerror: x'"),
    Broken("escape_in_kind", "kind: base_stock, level", 'kind: "base\\e[2J", level', 20, r"there is no kind 'base\x1b[2J'"),
    Broken("escape_in_key", "level: 50", '"le\\e[2J\\nvel": 50', 20, r"replenish.le\x1b[2J\nvel: unknown key 'le\x1b[2J\nvel'"),
]

MISLEADING = [
    Broken("decimal_comma", "price: 1.0", "price: '1,20'", 11, "expected a number, got '1,20' (write 1.20 with a point)"),
    Broken("decimal_comma_or_thousands", "price: 1.0", "price: '1,200'", 11, "write 1.200 with a point, or 1200 without a separator"),
    Broken("decimal_comma_in_braces", "price: 1.0", "price: 1,20", 11, "write numbers with a point, such as 1.20"),
    Broken("decimal_comma_of_a_duration", "lead_time: 1 day}", "lead_time: '1,5 days'}", 35, "(write 1.5 with a point)"),
    Broken("date_of_another_country", "start: 2025-01-06", "start: 06.01.2025", 2, "expected a date such as 2025-01-06, got '06.01.2025'"),
    Broken("lane_to_a_group", "region: north\n", "region: north\n    count: 3\n", 36, "there is no site 'shop' ('shop' stands for 3 sites: name one of them (shop_1 to shop_3); a lane reaches all of them"),
    Broken("lane_to_a_list_with_a_group", "region: north\n", "region: north\n    count: 3\n", 28, "'shop' stands for 3 sites"),
    Broken("multiple_between_steps", "juice: {price: 1.0, ", "juice: {multiple: 1.5, price: 1.0, ", 11, "1.5 is not a whole number of steps of 'juice', whose step is 1"),
]
