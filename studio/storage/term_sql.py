"""Terms and groups of a query as conditions in SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, not_, or_, select, true

from studio.core.asset import AssetState
from studio.core.organising import FLAG_WORDS
from studio.core.query import ALL, DATE_FIELDS, FACETS, NONE, PICTURE_FIELDS, Group, Item, Term
from studio.core.query_values import SQUARE_PERCENT, date_number
from studio.storage.answers import BOARD, Answers
from studio.storage.notes import encode_path, match_notes, printable
from studio.storage.schema import asset, asset_label, asset_tag, board_asset, source, swatch, tag

_WIDTH, _HEIGHT = asset.c.width, asset.c.height
_KNOWN_DAY = asset.c.captured_at.op("GLOB")("[0-9][0-9][0-9][0-9]-[0-9][0-9]*")
PICTURE: dict[str, ColumnElement[Any]] = {
    "format": func.lower(asset.c.format),
    "orientation": case(
        (or_(_WIDTH <= 0, _HEIGHT <= 0), ""),
        (_WIDTH * 100 >= _HEIGHT * (100 + SQUARE_PERCENT), "landscape"),
        (_HEIGHT * 100 >= _WIDTH * (100 + SQUARE_PERCENT), "portrait"),
        else_="square",
    ),
    "year": case((_KNOWN_DAY, func.substr(asset.c.captured_at, 1, 4)), else_=""),
    "month": case((_KNOWN_DAY, func.substr(asset.c.captured_at, 1, 7)), else_=""),
}


def _day(column: Any) -> ColumnElement[int]:
    """A time as a number: 20260531, 20260500 where only the month is known, else 0."""
    month = "[0-9][0-9][0-9][0-9]-[0-9][0-9]"
    number = cast(func.replace(func.substr(column, 1, 10), "-", ""), Integer)
    short = cast(func.replace(func.substr(column, 1, 7), "-", ""), Integer)
    is_day, is_month = column.op("GLOB")(f"{month}-[0-9][0-9]*"), column.op("GLOB")(f"{month}*")
    return case((is_day, number), (is_month, short * 100), else_=0)


DAYS = {"captured": _day(asset.c.captured_at), "added": _day(asset.c.added_at)}
# Width / height in thousandths, 0 where it is not known: fits two bytes.
ASPECT: ColumnElement[Any] = case(
    (and_(_WIDTH > 0, _HEIGHT > 0), func.min(func.max(_WIDTH * 1000 // _HEIGHT, 1), 65535)), else_=0
)
LEAST_COVERAGE = 0.1  # of a colour that an image is found by, by its name
LEAST_BEGINNING = 3  # letters; fewer would begin too many labels
_LONGEST_LABEL = 200  # letters
_AT_ONCE = 50  # conditions in a row: SQLite's trees are 1,000 deep at most

Condition = ColumnElement[bool]


def condition(item: Item, answers: Answers) -> Condition:
    """Whether one term or group holds for an asset."""
    if isinstance(item, Group):
        found = _group(item, answers)
    elif item.field == "in":
        found = condition(answers.collections[item], answers)
    elif item.operator == "~":
        ids = json.dumps(answers.near[item].tolist())
        found = asset.c.id.in_(select(func.json_each(ids).table_valued("value").c.value))
    else:
        found = _join(or_, [_match(item, value) for value in item.values])
    return not_(found) if item.excluded else found


def _group(group: Group, answers: Answers) -> Condition:
    parts = [condition(item, answers) for item in group.items]
    if group.operator == ALL:
        return _join(and_, parts) if parts else true()
    if answers.asks_for_removed(group):
        # One alternative lets removed images in, for itself.
        asks = map(answers.asks_for_removed, group.items)
        here = asset.c.removed == 0
        parts = [p if wants else and_(p, here) for p, wants in zip(parts, asks, strict=True)]
    return _join(or_, parts)


def _join(join: Callable[..., Condition], parts: Sequence[Condition]) -> Condition:
    if len(parts) <= _AT_ONCE:
        return join(*parts)
    some = [parts[at : at + _AT_ONCE] for at in range(0, len(parts), _AT_ONCE)]
    return _join(join, [case((join(*few), 1), else_=0) == 1 for few in some])


def _match(term: Term, value: str) -> Condition:
    if term.field in FACETS:
        label = asset_label.c.label == printable(value)
        return _labelled(asset_label.c.facet == term.field, label)
    if term.field in PICTURE_FIELDS:
        return PICTURE[term.field] == value
    if term.field == "rating":
        return _compare(asset.c.rating, term.operator, int(value))
    if term.field in DATE_FIELDS:
        number, divisor = date_number(value)
        day = DAYS[term.field]
        return and_(day > 0, _compare(day.op("/")(divisor), term.operator, number))
    return _MATCHES[term.field](value)


def _from_source(value: str) -> Condition:
    path = source.c.path == encode_path(value)
    known = select(source.c.id).where(or_(path, source.c.name == printable(value)))
    return asset.c.source_id.in_(known)


def _on_board(value: str) -> Condition:
    members = select(board_asset.c.asset_id).where(board_asset.c.collection_id == int(value))
    return asset.c.id.in_(members)


def _found_by_word(value: str) -> Condition:
    """By a bare word."""
    folded = printable(value.casefold())
    tagged = select(asset_tag.c.asset_id).join(tag, tag.c.id == asset_tag.c.tag_id)
    shown = select(swatch.c.asset_id).where(
        func.lower(swatch.c.name) == printable(value.lower()), swatch.c.coverage >= LEAST_COVERAGE
    )
    return or_(
        _named(value),
        _labelled(_begins(folded)),
        asset.c.id.in_(shown),
        asset.c.id.in_(tagged.where(func.instr(tag.c.folded_name, folded) > 0)),
        asset.c.id.in_(match_notes(value)),
    )


def _named(value: str) -> Condition:
    # Not LIKE, which refuses long patterns.
    return func.instr(asset.c.folded_name, printable(value.casefold())) > 0


def _begins(word: str) -> Condition:
    """A label in full or from its beginning: "dre" and "check" find dresses and checks."""
    if not LEAST_BEGINNING <= len(word) <= _LONGEST_LABEL:
        return asset_label.c.label == word
    return asset_label.c.label.startswith(word, autoescape=True)


def _labelled(*conditions: Condition) -> Condition:
    return asset.c.id.in_(select(asset_label.c.asset_id).where(*conditions))


def _tagged(value: str) -> Condition:
    if value == NONE:
        return asset.c.id.not_in(select(asset_tag.c.asset_id))
    known = select(tag.c.id).where(tag.c.folded_name == printable(value)).scalar_subquery()
    return asset.c.id.in_(select(asset_tag.c.asset_id).where(asset_tag.c.tag_id == known))


def _compare(column: Any, operator: str, number: int) -> Condition:
    comparisons: dict[str, Condition] = {
        ">=": column >= number,
        "<=": column <= number,
        ">": column > number,
        "<": column < number,
        "=": column == number,
    }
    return comparisons[operator]


def is_state(state: str) -> Condition:
    """Whether an asset is in one of `STATES`."""
    last_session = select(func.max(asset.c.session)).scalar_subquery()
    states: dict[str, Condition] = {
        "recent": asset.c.session == last_session,
        "unsure": asset.c.unsure == 1,
        "untagged": and_(asset.c.state == AssetState.DONE, asset.c.bundle_id.is_(None)),
        "failed": asset.c.state == AssetState.FAILED,
        "missing": asset.c.missing == 1,
        "removed": asset.c.removed == 1,
        "pending": asset.c.state == AssetState.PENDING,
    }
    return states[state]


_MATCHES: dict[str, Callable[[str], Condition]] = {
    "text": _found_by_word,
    "name": _named,
    "source": _from_source,
    "is": is_state,
    "flag": lambda value: asset.c.flag == int(FLAG_WORDS[value]),
    "colorlabel": lambda value: asset.c.color_label == ("" if value == NONE else value),
    "tag": _tagged,
    "note": lambda value: asset.c.id.in_(match_notes(value)),
    BOARD: _on_board,
}
