"""Who holds a position today, as a condition of the statements that tell committees."""


def seated(position: str) -> str:
    """The condition on a position by its name in the statement."""
    return (
        f"{position}.starts_on <= sec.domain_today()"
        f" and ({position}.ends_on is null or {position}.ends_on >= sec.domain_today())"
    )
