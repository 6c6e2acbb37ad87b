"""What the inspector shows: one image, several images, or a word about the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.asset import AssetDetails, AssetState
from studio.core.collection import LibraryCounts
from studio.core.palette import Palette, percent
from studio.core.prediction import Prediction
from studio.core.taxonomy import Facet
from studio.gui.context import Context
from studio.gui.models.asset_model import shown_name
from studio.gui.models.selection_summary import LabelCount, SelectionSummary
from studio.gui.widgets.palette_section import PaletteSection
from studio.gui.widgets.prediction_row import PredictionRow, RowText
from studio.gui.widgets.preview import Preview
from studio.gui.widgets.text import FoldHead, SectionHead, Text
from studio.gui.wording import count as written
from studio.gui.wording import images as written_images

MARGIN = 14
MAX_SHARED = 6  # labels of one facet that are shown of a selection


class Page(QWidget):
    """A column of sections; subclasses fill it once and are thrown away for the next."""

    labelClicked = Signal(str, str)
    colorClicked = Signal(str)
    paletteMenuAsked = Signal(QPoint)  # on the screen

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._theme = context.theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(4)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._slots: list[QVBoxLayout] = []

    def sizeHint(self) -> QSize:
        """As high as it needs, as narrow as the panel is."""
        return QSize(240, super().sizeHint().height())

    def hold(self, parts: Sequence[QWidget]) -> bool:
        """Show what can be edited: marks below the name, the others at the end; if there is room.

        The first part goes to the first slot and so on, all that are left to the last.
        """
        for at, part in enumerate(parts):
            if self._slots:
                self._slots[min(at, len(self._slots) - 1)].addWidget(part)
                part.show()
        return bool(self._slots)

    def _add_slot(self, space: int) -> None:
        slot = QVBoxLayout()
        slot.setContentsMargins(0, space, 0, 0)
        slot.setSpacing(10)
        self._column.addLayout(slot)
        self._slots.append(slot)

    def _add(self, widget: QWidget, space: int = 0) -> None:
        if space:
            self._column.addSpacing(space)
        self._column.addWidget(widget)

    def _add_text(self, text: str, role: str = "text", *, bold: bool = False) -> None:
        self._add(Text(self._theme, text, role, bold=bold, wraps=True))

    def _add_notice(self, icon: str, text: str, role: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(self._context.icons.pixmap(icon, role, 16, self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(self._theme, text, role, wraps=True), 1)
        self._add(line)

    def _add_palette(self, palette: Palette) -> None:
        if palette:
            section = PaletteSection(self._theme, palette)
            section.colorClicked.connect(self.colorClicked)
            section.menuAsked.connect(self.paletteMenuAsked)
            self._add(section, 10)

    def _add_facet(self, facet: Facet, rows: Sequence[tuple[str, RowText]]) -> None:
        if not rows:
            return
        self._add(SectionHead(self._theme, facet.name), 10)
        self._column.addSpacing(2)
        for label, text in rows:
            self._column.addWidget(self._make_row(facet.id, label, text))

    def _make_row(self, facet: str, label: str, text: RowText) -> PredictionRow:
        row = PredictionRow(self._theme, text)
        row.clicked.connect(lambda: self.labelClicked.emit(facet, label))
        return row

    def _facets(self) -> Iterable[Facet]:
        return (facet for facet in self._context.taxonomy.facets if facet.id != "color")


class ImagePage(Page):
    """One image: preview, facts, palette, what the network says."""

    unfolded = Signal(bool)
    previewActivated = Signal()

    def __init__(
        self, context: Context, details: AssetDetails, image: QImage | None, *, unfolded: bool
    ) -> None:
        super().__init__(context)
        self._details = details
        self._add_heading(image)
        self._add_slot(2)
        self._add_state()
        self._add_palette(details.palette)
        for facet in self._facets():
            assigned = [p for p in self._predictions(facet) if p.assigned]
            self._add_facet(facet, [(p.label, _suggestion(facet, p)) for p in assigned])
        self._add_slot(10)
        if details.predictions:
            self._add_scores(unfolded=unfolded)

    def _add_heading(self, image: QImage | None) -> None:
        details = self._details
        preview = Preview(self._theme)
        preview.set_image(image)
        if details.state is AssetState.FAILED:
            preview.set_icon(self._context.icons, "file-image")
        preview.setAccessibleName(self.tr("Preview of {name}").format(name=_name(details)))
        preview.doubleClicked.connect(self.previewActivated)
        self._add(preview)
        name = Text(self._theme, _name(details), bold=True, elide=Qt.TextElideMode.ElideMiddle)
        name.setObjectName("inspectorName")
        name.setToolTip(shown_name(details.path))
        self._add(name, 6)
        facts = Text(self._theme, " · ".join(filter(None, _facts(details))), "muted", pixels=12)
        facts.setToolTip(facts.text())
        self._column.addWidget(facts)

    def _add_state(self) -> None:
        details = self._details
        if details.missing:
            text = self.tr("This file is missing. Its picture and labels are kept.")
            self._add_notice("triangle-alert", text, "bad")
        if details.state is AssetState.FAILED:
            reason = details.failure or self.tr("This image could not be analysed.")
            self._add_notice("circle-x", reason, "bad")
        elif details.state is AssetState.PENDING:
            self._add_notice("clock", self.tr("Analysing…"), "muted")
        elif not details.palette:
            self._add_notice("ban", self.tr("No colour: there is nothing to be seen."), "muted")
        elif not details.predictions:
            self._add_notice("info", self.tr("Not tagged: no labels were suggested."), "muted")

    def _predictions(self, facet: Facet) -> list[Prediction]:
        return [p for p in self._details.predictions if p.facet == facet.id]

    def _add_scores(self, *, unfolded: bool) -> None:
        fold = FoldHead(self._theme, self._context.icons, self.tr("All scores"))
        fold.setObjectName("inspectorFold")
        self._add(fold, 10)
        area = QWidget()
        self._add(area)

        def show(shown: bool) -> None:
            if shown and area.layout() is None:
                self._fill_scores(area)
            area.setVisible(shown)

        show(unfolded)
        fold.setChecked(unfolded)
        fold.toggled.connect(show)
        fold.toggled.connect(self.unfolded)

    def _fill_scores(self, area: QWidget) -> None:
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for facet in self._facets():
            column.addWidget(SectionHead(self._theme, facet.name))
            for p in sorted(self._predictions(facet), key=lambda p: -p.score):
                name, about = _words(facet, p.label)
                text = RowText(name, p.score, percent(p.score), about, plain=True)
                column.addWidget(self._make_row(facet.id, p.label, text))
            column.addSpacing(6)


class SelectionPage(Page):
    """Several images: what they share."""

    def __init__(
        self, context: Context, summary: SelectionSummary, images: Sequence[QImage]
    ) -> None:
        super().__init__(context)
        self._add_pictures([image for image in images if not image.isNull()])
        heading = self.tr("Applies to {images}").format(images=written_images(summary.total))
        name = Text(self._theme, heading, bold=True)
        name.setObjectName("inspectorName")
        self._add(name, 6)
        self._add_remarks(summary)
        self._add_slot(2)
        self._add_palette(summary.palette)
        for facet in self._facets():
            shared = [count for count in summary.labels if count.facet == facet.id]
            rows = [(each.label, self._shared(facet, each, summary)) for each in shared]
            self._add_facet(facet, rows[:MAX_SHARED])
        self._add_slot(10)

    def _shared(self, facet: Facet, shared: LabelCount, summary: SelectionSummary) -> RowText:
        name, about = _words(facet, shared.label)
        every = written(summary.seen)
        part_of = self.tr("{part} of {all}")
        figure = part_of.format(part=written(shared.count), all=every)
        widest = part_of.format(part=every, all=every)
        share = shared.count / max(1, summary.seen)
        return RowText(name, share, figure, about, widest=widest)

    def _add_pictures(self, images: Sequence[QImage]) -> None:
        if not images:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        for image in images:
            preview = Preview(self._theme, height=64)
            preview.set_image(image)
            row.addWidget(preview)
        self._column.addLayout(row)

    def _add_remarks(self, summary: SelectionSummary) -> None:
        remarks = []
        if summary.seen < summary.total:
            text = self.tr("Counts and palette are from a sample of {count} images")
            remarks.append(text.format(count=written(summary.seen)))
        for count, text in (
            (summary.pending, self.tr("{count} still to be analysed")),
            (summary.failed, self.tr("{count} could not be analysed")),
            (summary.missing, self.tr("{count} missing")),
        ):
            if count:
                remarks.append(text.format(count=written(count)))
        if remarks:
            self._add(Text(self._theme, " · ".join(remarks), "muted", pixels=12, wraps=True))


class LibraryPage(Page):
    """Nothing is selected: how much there is, or a filter leaves, and what to do next."""

    def __init__(self, context: Context, counts: LibraryCounts, shown: int | None) -> None:
        super().__init__(context)
        if shown is None:
            self._add_text(written_images(counts.all), bold=True)
            parts = self._list_parts(counts)
        else:
            heading = self.tr("{images} shown").format(images=written_images(shown))
            self._add_text(heading, bold=True)
            parts = [self.tr("{count} in the library").format(count=written(counts.all))]
        if parts:
            self._add(Text(self._theme, " · ".join(parts), "muted", pixels=12, wraps=True))
        if counts.all if shown is None else shown:
            self._column.addSpacing(10)
            hint = self.tr("Select an image to see its palette and labels.")
            self._add_text(hint, "muted")

    def _list_parts(self, counts: LibraryCounts) -> list[str]:
        parts = (
            (counts.to_review, self.tr("{count} to review")),
            (counts.failed, self.tr("{count} could not be analysed")),
            (counts.missing, self.tr("{count} missing")),
        )
        return [text.format(count=written(count)) for count, text in parts if count]


class ProblemPage(Page):
    """The catalogue could not be asked."""

    def __init__(self, context: Context, reason: str) -> None:
        super().__init__(context)
        self._add_notice("circle-x", reason, "bad")


def _suggestion(facet: Facet, prediction: Prediction) -> RowText:
    name, about = _words(facet, prediction.label)
    figure = percent(prediction.score)
    return RowText(name, prediction.score, figure, about, unsure=prediction.unsure)


def _words(facet: Facet, label_id: str) -> tuple[str, str]:
    for label in facet.labels:
        if label.id == label_id:
            return label.name, label.help
    return label_id, ""  # of a newer taxonomy


def _name(details: AssetDetails) -> str:
    return shown_name(details.name)


def _facts(details: AssetDetails) -> tuple[str, ...]:
    size = f"{details.width} × {details.height}" if details.width and details.height else ""  # noqa: RUF001
    return size, details.format, shown_name(_place(details))


def _place(details: AssetDetails) -> str:
    """Source and the folders below it: "Street / Paris"."""
    source, folder = Path(details.source), Path(details.path).parent
    if not folder.is_relative_to(source):
        return details.source
    return " / ".join((source.name, *folder.relative_to(source).parts))
