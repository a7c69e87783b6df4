"""The registry of cards: which kinds there are, what changes them, who may see them.

A card is a thing as it is shown: one template for the page and the broadcast, one shape for JSON.
It is sent whole and is blind to the viewer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Select, select

from accountability.core.extensions import db

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of card.

    `streams` answers the ids of the streams a thing is shown in. A `standing` card is always part
    of the picture (a member, the circle); the others stand in the order of their first number.
    `is_gone` says that the thing was taken away. `keeps` selects the ids of those that stay in
    the picture however old they are (open alerts, friends who are there); `on_top` says that a
    thing stands above the order now. `authors` selects card id and account of whoever made it: such
    a card, when it first comes, is news to everybody else. A card that `moves` is gone from a
    stream that `streams` no longer answers.
    """

    name: str
    model: type
    template: str
    shape: Callable[[Any], Shape]
    streams: Callable[[Any], Iterable[int]]
    standing: bool = False
    is_gone: Callable[[Any], bool] = lambda _thing: False
    keeps: Callable[[], Select[str]] | None = None
    on_top: Callable[[Any], bool] = lambda _thing: False
    authors: Callable[[], Any] | None = None
    moves: bool = False
    options: Callable[[], Iterable[Any]] = field(default=tuple)

    def __call__(self, thing: Any) -> "Card":
        """The card of one thing."""
        return Card(self, thing)

    def find(self, ids: Iterable[str], options: Iterable[Any] | None = None) -> dict[str, Any]:
        """Load the things behind these cards; one that is not there is simply missing."""
        model: Any = self.model
        given = self.options() if options is None else options
        query: Any = select(model).where(model.public_id.in_(list(ids))).options(*given)
        return {thing.public_id: thing for thing in db.session.scalars(query).unique()}


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in one kind of card.

    With `only_in` it is a change in these streams alone, as far as it ever came to them: who may
    not see it any more loses it on a screen that stayed open, and nobody else hears of it.
    """

    kind: Kind
    thing: Any
    only_in: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The public id of the thing."""
        return self.thing.public_id

    @property
    def streams(self) -> Iterable[int]:
        """The ids of the streams in which this is a change."""
        return self.only_in or self.kind.streams(self.thing)

    @property
    def facts(self) -> Shape:
        """The thing as its shape tells it now, in the language of whoever reads."""
        return self.kind.shape(self.thing)

    def html(self, facts: Shape | None = None) -> str:
        """The card as markup: the same bytes for everyone who reads the same language.

        Nothing is asked about who looks: a card is blind to the viewer, and a page has many. Who
        has asked for its facts already gives them along.
        """
        template = current_app.jinja_env.get_template(self.kind.template)
        return template.render({self.kind.name: self.thing, "facts": facts or self.facts})


KINDS: dict[str, Kind] = {}
_changed: dict[type, list[Callable[[Any], Iterable[Card]]]] = {}
_before_commit: dict[type, list[Callable[[Any], Iterable[Any] | None]]] = {}


def kind(name: str, model: type, template: str, **answers: Any) -> Kind:
    """Register a kind of card under a name that the protocol knows."""
    KINDS[name] = Kind(name, model, template, **answers)
    return KINDS[name]


def changed_by(*events: type) -> Callable[[Callable], Callable]:
    """Say which cards these events change. The broadcast and the catch-up both read this."""

    def register(answer: Callable[[Any], Iterable[Card]]) -> Callable:
        for event in events:
            _changed.setdefault(event, []).append(answer)
        return answer

    return register


def before_commit(*events: type) -> Callable[[Callable], Callable]:
    """Let a function hear of these events inside the transaction that makes them true.

    It may answer further events, which are announced in the same change.
    """

    def register(reaction: Callable[[Any], Iterable[Any] | None]) -> Callable:
        for event in events:
            _before_commit.setdefault(event, []).append(reaction)
        return reaction

    return register


def cards_of(event: Any) -> list[Card]:
    """The cards that this event changed."""
    return [card for answer in _changed.get(type(event), []) for card in answer(event)]


def tell(event: Any) -> list[Any]:
    """Let the subscribers hear this event inside the transaction; answers what they announce."""
    further: list[Any] = []
    for reaction in _before_commit.get(type(event), []):
        further.extend(reaction(event) or ())
    return further


def has_hearer(event: type) -> bool:
    """Whether anything at all happens when this event is announced."""
    return event in _changed or event in _before_commit
