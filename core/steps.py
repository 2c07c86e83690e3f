"""What may follow what: the acts on a thing as steps from one state to the next. Pure."""

from collections.abc import Mapping

import msgspec

from core.errors import Problem


class Steps(msgspec.Struct, frozen=True):
    """Each act with the states in which it is allowed and where it leads; each state with the code that refuses every
    other act there."""

    acts: Mapping[str, Mapping[str, str]]
    refusals: Mapping[str, str]

    def after(self, act: str, state: str) -> str:
        """The state after `act`; Problem with the code of the state for every step that is not written down."""
        after = self.acts[act].get(state)
        if after is None:
            raise Problem(self.refusals[state], state=state)
        return after
