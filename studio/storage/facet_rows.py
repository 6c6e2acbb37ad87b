"""Reads the index of facets from the catalogue, in lists that the database makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, case, func, select

from studio.core.organising import COLOR_LABELS, FLAG_WORDS
from studio.core.query import FACETS, NONE, STATES
from studio.core.query_values import FORMATS, ORIENTATIONS
from studio.storage import bits
from studio.storage.facet_index import FacetIndex, KnownSource, with_recent
from studio.storage.schema import asset, asset_label, asset_tag, source, tag
from studio.storage.search import DOUBTED
from studio.storage.tag_index import TagIndex
from studio.storage.term_sql import ASPECT, DAYS, PICTURE, is_state

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.storage.bits import Bits

# Read without a Python object for each value, a million assets take a few seconds, and other
# threads go on meanwhile.
_LABELS = ("", *COLOR_LABELS)
_OWN_STATES = tuple(state for state in STATES if state != "recent")


def read_index(connection: Connection, only: Sequence[int] | None = None) -> FacetIndex:
    """The index of every asset, or of `only` these (at most SLICE)."""
    columns = [
        asset.c.id,
        asset.c.source_id,
        DAYS["captured"],
        DAYS["added"],
        ASPECT,
        asset.c.session,
        asset.c.rating,
        asset.c.flag,
        _code(asset.c.color_label, _LABELS),
        _code(PICTURE["format"], FORMATS),
        _code(PICTURE["orientation"], ORIENTATIONS),
        _state_bits(),
    ]
    query = select(*(func.group_concat(column) for column in columns))
    if only is not None:
        query = query.where(asset.c.id.in_(only))
    numbers = [_parse(text) for text in connection.execute(query).one()]
    order = np.argsort(numbers[0], kind="stable")
    ids, source_ids, captured, added, aspects, sessions, *others = (
        column[order] for column in numbers
    )
    rating, flag, label, form, orientation, states = others
    sets: dict[str, dict[str, Bits]] = _read_labels(connection, ids, only)
    sets["rating"] = {str(v): bits.pack(rating == v) for v in np.unique(rating).tolist()}
    sets["flag"] = {word: bits.pack(flag == known) for word, known in FLAG_WORDS.items()}
    named = _by_code(label, _LABELS)
    sets["colorlabel"] = {value or NONE: members for value, members in named.items()}
    sets["format"] = _by_code(form, FORMATS)
    sets["orientation"] = _by_code(orientation, ORIENTATIONS)
    sets["is"] = {
        state: bits.pack((states >> at & 1).astype(np.bool_))
        for at, state in enumerate(_OWN_STATES)
    }
    small = sessions.astype(np.int32)
    return FacetIndex(
        ids,
        with_recent(sets, small),
        source_ids.astype(np.int32),
        {"captured": captured.astype(np.int32), "added": added.astype(np.int32)},
        aspects.astype(np.int32),
        small,
        _read_sources(connection),
        _read_tags(connection, ids, only),
    )


def _read_sources(connection: Connection) -> tuple[KnownSource, ...]:
    rows = connection.execute(select(source.c.id, source.c.path, source.c.name))
    return tuple(KnownSource(int(row[0]), bytes(row[1]), str(row[2])) for row in rows)


def _read_labels(
    connection: Connection, ids: NDArray[np.int64], only: Sequence[int] | None
) -> dict[str, dict[str, Bits]]:
    query = select(
        asset_label.c.facet, asset_label.c.label, func.group_concat(asset_label.c.asset_id)
    ).group_by(asset_label.c.facet, asset_label.c.label)
    if only is not None:
        query = query.where(asset_label.c.asset_id.in_(only))
    sets: dict[str, dict[str, Bits]] = {facet: {} for facet in FACETS}
    for facet, label, owners in connection.execute(query):
        if facet in sets:
            places = np.searchsorted(ids, _parse(owners))
            sets[facet][str(label)] = bits.from_places(places, len(ids))
    return sets


def read_confidence(connection: Connection, ids: NDArray[np.int64]) -> NDArray[np.float64]:
    """How sure the least sure label of each of these assets is, float64 [n]; infinite: none."""
    query = select(
        func.group_concat(asset_label.c.asset_id), func.group_concat(asset_label.c.score)
    )
    labels = query.where(asset_label.c.facet.in_(DOUBTED)).group_by(
        asset_label.c.facet, asset_label.c.label
    )
    lowest = np.full(len(ids), np.inf)
    for owners, scores in connection.execute(labels):
        numbers = _parse(owners)
        places = np.searchsorted(ids, numbers)
        known = places < len(ids)
        known[known] = ids[places[known]] == numbers[known]  # others came after the index was read
        values = np.fromstring(scores, np.float64, sep=",")
        np.minimum.at(lowest, places[known], values[known])
    return lowest


def _read_tags(
    connection: Connection, ids: NDArray[np.int64], only: Sequence[int] | None
) -> TagIndex:
    """Every tag there is, and who of these assets has it."""
    known = connection.execute(select(tag.c.id, tag.c.folded_name).order_by(tag.c.id)).all()
    tag_ids = np.array([row[0] for row in known], np.int64)
    query = select(asset_tag.c.tag_id, func.group_concat(asset_tag.c.asset_id))
    if only is not None:
        query = query.where(asset_tag.c.asset_id.in_(only))
    codes, places = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for tag_id, owners in connection.execute(
        query.group_by(asset_tag.c.tag_id).order_by(asset_tag.c.tag_id)
    ):
        places.append(np.searchsorted(ids, _parse(owners)).astype(np.int32))
        code = int(np.searchsorted(tag_ids, tag_id))
        codes.append(np.full(len(places[-1]), code, np.int32))
    return TagIndex.build(
        [str(row[1]) for row in known],
        tag_ids,
        np.concatenate(codes),
        np.concatenate(places),
        len(ids),
    )


def _parse(text: str | int | None) -> NDArray[np.int64]:
    return np.fromstring(str(text), np.int64, sep=",") if text is not None else _NONE


_NONE = np.zeros(0, np.int64)


def _code(column: Any, values: Sequence[str]) -> Any:
    """The place of a text among `values`, from one; 0 for any other."""
    return case({value: at + 1 for at, value in enumerate(values)}, value=column, else_=0)


def _by_code(codes: NDArray[np.int64], values: Sequence[str]) -> dict[str, Bits]:
    return {value: bits.pack(codes == at + 1) for at, value in enumerate(values)}


def _state_bits() -> Any:
    """The states of an asset as a number, one bit each."""
    parts = [case((is_state(state), 1 << at), else_=0) for at, state in enumerate(_OWN_STATES)]
    return sum(parts[1:], parts[0])
