"""The tables of the model card, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# figure -> how the card calls it; docs/metrics.md says what it means
FIGURES = {
    "garment_accuracy": "garment, accuracy",
    "garment_macro_f1": "garment, macro-F1",
    "worn_micro_f1": "garments worn, micro-F1",
    "pattern_accuracy": "pattern, accuracy",
    "pattern_macro_f1": "pattern, macro-F1",
    "style_map": "style, mean average precision",
    "style_micro_f1": "style, micro-F1",
    "style_first_in_top_2": "style, first among the top 2",
    "color_accuracy": "colour, first family right",
    "color_in_set": "… among those a person named",
    "color_macro_f1": "colour, macro-F1",
    "colors_micro_f1": "colours, micro-F1",
    "garment_calibration_error": "garment, calibration error",
    "garment_calibration_floor": "… of perfect confidences",
    "worn_calibration_error": "garments worn, calibration error",
    "worn_calibration_floor": "… of perfect confidences",
    "pattern_calibration_error": "pattern, calibration error",
    "pattern_calibration_floor": "… of perfect confidences",
    "style_calibration_error": "style, calibration error",
    "style_calibration_floor": "… of perfect confidences",
    "color_calibration_error": "colour, calibration error",
    "color_calibration_floor": "… of perfect confidences",
    "colors_calibration_error": "colours, calibration error",
    "colors_calibration_floor": "… of perfect confidences",
    "garment_coverage_at_95": "garment, coverage at 95 % precision",
    "garment_precision_at_95": "… precision reached",
    "pattern_coverage_at_95": "pattern, coverage at 95 % precision",
    "pattern_precision_at_95": "… precision reached",
    "color_coverage_at_95": "colour, coverage at 95 % precision",
    "color_precision_at_95": "… precision reached",
    "retrieval_precision_at_10": "retrieval, precision at 10",
    "retrieval_best_possible": "… best possible",
    "retrieval_others_precision_at_10": "retrieval among other groups, precision at 10",
    "retrieval_others_best_possible": "… best possible",
    "mask_iou": "garment mask, mean IoU",
    "ten_classes_accuracy": "ten classes, accuracy by our labels",
    "ten_classes_source_accuracy": "ten classes, accuracy by the source's labels",
    "few_shot_pair_5": "five-way, 5 shots, garment x pattern",
    "few_shot_pair_20": "five-way, 20 shots, garment x pattern",
    "few_shot_color_5": "five-way, 5 shots, garment x colour (not taught to the embedding)",
    "few_shot_color_20": "five-way, 20 shots, garment x colour (not taught to the embedding)",
    "pointing": "evidence points at its quarter (chance 0.25)",
}

_COMPARED = {
    "garments": (
        "garment_accuracy",
        "garment_macro_f1",
        "pattern_accuracy",
        "pattern_macro_f1",
        "style_map",
        "style_micro_f1",
        "ten_classes_accuracy",
    ),
    "outfits": ("worn_micro_f1", "pattern_accuracy", "style_map", "style_micro_f1"),
}
_HEADS = {
    "garment": "garment (the most prominent)",
    "garments": "garments worn",
    "pattern": "pattern",
    "style": "style",
    "color": "colour (the first)",
    "colors": "colours",
}
_BASELINES = {
    "cnn": "plain CNN (three convolutions)",
    "frozen": "frozen MobileNetV2, logistic heads",
    "plain": "the same network, fine-tuned plainly",
}
_CONFUSIONS = 8


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [list(head), ["---"] * len(head), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figure_table(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Every figure of one kind of photograph, a network a column."""
    known = [name for name in FIGURES if any(name in report for report in reports.values())]
    rows = [
        [FIGURES[name], *(interval(report.get(name)) for report in reports.values())]
        for name in known
    ]
    return table(["figure", *reports], rows)


def baseline_table(metrics: Mapping[str, Any]) -> str:
    """This network beside others that were trained on the same images, a figure a row."""
    if not metrics["baselines"]:
        return "None has been measured yet."
    baselines = {_BASELINES.get(name, name): b for name, b in metrics["baselines"].items()}
    networks = {"this network": metrics["networks"]["fp32"], **baselines}
    rows = []
    for kind, figures in _COMPARED.items():
        for figure in figures:
            found = [_figure(network, kind, figure) for network in networks.values()]
            rows.append([f"{kind}: {FIGURES[figure]}", *map(interval, found)])
    return table(["figure", *networks], rows)


def _figure(network: Mapping[str, Any], kind: str, figure: str) -> Any:
    """A figure of a report; a baseline may hold bare values without the level `figures`."""
    report = network.get(kind, {})
    return report.get("figures", report).get(figure)


def interval(figure: Any) -> str:
    """A value with its interval, where it has one."""
    if figure is None or (isinstance(figure, Mapping) and figure["value"] is None):
        return "-"
    if not isinstance(figure, Mapping):
        return f"{figure:.3f}"
    if figure["low"] is None:
        return f"{figure['value']:.3f}"
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"


def label_sections(tables: Mapping[str, Any], kind: str) -> str:
    """Every label of every head on one kind of photograph."""
    sections = []
    for head, labels in tables.items():
        rows = [
            [
                label,
                str(entry["support"]),
                *(_number(entry[name]) for name in ("precision", "recall", "f1", "ap")),
                _number(entry["threshold"]),
            ]
            for label, entry in labels.items()
        ]
        columns = [kind, "images", "precision", "recall", "F1", "AP", "threshold"]
        sections.append(f"### {_HEADS[head].capitalize()}, {kind}\n\n{table(columns, rows)}")
    return "\n\n".join(sections)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def confusion_lists(matrices: Mapping[str, Any], kind: str) -> str:
    """The commonest wrong answers of each single-label head."""
    lines = []
    for head, matrix in matrices.items():
        labels, counts = matrix["labels"], matrix["counts"]
        wrong = [
            (count, labels[row], labels[column])
            for row, line in enumerate(counts)
            for column, count in enumerate(line)
            if row != column and count
        ]
        worst = sorted(wrong, key=lambda entry: (-entry[0], entry[1:]))[:_CONFUSIONS]
        text = ", ".join(f"{true} taken for {said} ({count})" for count, true, said in worst)
        lines.append(f"- {head}, {kind}: {text or 'none'}")
    return "\n".join(lines)
