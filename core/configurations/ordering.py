"""The order of entries as numbers that change as little as possible. Pure."""

from collections.abc import Mapping, Sequence

from core.packs.reading import ORDER_STEP


def rearranged(orders: Mapping[str, int], wanted: Sequence[str]) -> dict[str, int]:
    """The new order numbers of the entries `wanted`, which stand in this sequence from now on: the numbers that they
    have, dealt out again, so that other entries keep theirs. Only those that change are named."""
    numbers = sorted(orders[key] for key in wanted)
    for at in range(1, len(numbers)):
        numbers[at] = max(numbers[at], numbers[at - 1] + 1)
    return {key: number for key, number in zip(wanted, numbers, strict=True) if orders[key] != number}


def moved(sequence: Sequence[str], key: str, by: int) -> list[str]:
    """The sequence with `key` moved by so many places, no further than the ends."""
    others = [one for one in sequence if one != key]
    at = min(max(list(sequence).index(key) + by, 0), len(others))
    return [*others[:at], key, *others[at:]]


def after(orders: Mapping[str, int], last: str | None) -> int:
    """The order number of a new entry behind `last`: between it and the next one if there is room, else at the end."""
    taken = sorted(orders.values())
    end = (taken[-1] if taken else 0) + ORDER_STEP
    if last is None:
        return end
    following = [number for number in taken if number > orders[last]]
    if not following:
        return end
    middle = (orders[last] + following[0]) // 2
    return middle if middle > orders[last] else end
