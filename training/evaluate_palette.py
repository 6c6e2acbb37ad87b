"""How well the colours of palettes agree with those that people named.

Command: python -m training.evaluate_palette --data DIR --labels DIR
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from studio.core.color import load_color_names
from studio.core.palette import families
from studio.core.taxonomy import load_taxonomy
from studio.imaging.color_map import ColorMap
from studio.imaging.decode import decode
from studio.imaging.palette import extract_palette
from studio.imaging.preprocess import network_input
from studio.inference.bundle import find_bundle
from studio.inference.masks import read_color_map, read_mask
from studio.inference.tagger import Tagger
from training.datasets import load_examples
from training.splits import Part

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"
# A swatch that covers less is an accent, not a colour that people would name.
SHOWN = 0.1
TAXONOMY, MODELS = _RESOURCES / "taxonomy", _RESOURCES / "models"


def main() -> None:
    """Print the share of first colours that agree, and the commonest confusions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--kind", default="garments", choices=("garments", "outfits"))
    parser.add_argument("--seed", type=int, default=20, help="the split whose test part is asked")
    parser.add_argument("--without-mask", action="store_true", help="as if no network were there")
    parser.add_argument("--without-map", action="store_true", help="file swatches by their own hex")
    parser.add_argument("--every", type=int, default=1, help="look at every n-th image")
    arguments = parser.parse_args()
    taxonomy = load_taxonomy(TAXONOMY / "taxonomy.toml")
    names = load_color_names(TAXONOMY / "color-names.toml")
    examples = load_examples(arguments.data, arguments.labels, taxonomy, seed=arguments.seed)
    asked = [e for e in examples if e.kind == arguments.kind and e.part is Part.TEST]
    chosen = asked[:: arguments.every]
    tagger = Tagger(find_bundle(MODELS), "int8")
    in_set = both = either = 0
    confusions: Counter[tuple[str, str]] = Counter()
    for example in chosen:
        decoded = decode(example.path)
        mask = color_map = None
        if not arguments.without_mask:
            image = network_input(decoded.picture, tagger.input_size)
            result = tagger.tag(image[None])[0]
            mask = read_mask(result)
            if not arguments.without_map:
                labels = tagger.bundle.color_families
                places = read_color_map(result, len(labels)) if labels else None
                if places is not None:
                    named = tuple(p.label for p in result.assigned("color"))
                    color_map = ColorMap(labels, places, named)
        palette = extract_palette(decoded.picture, names, decoded.alpha, mask, color_map)
        found = color_map.named if color_map else families(palette)
        confusions[example.colors[0], found[0]] += 1
        in_set += found[0] in example.colors
        shown = {swatch.family for swatch in palette if swatch.coverage >= SHOWN}
        both += len(shown & set(example.colors))
        either += len(shown) + len(example.colors)
    count = len(chosen)
    right = sum(number for pair, number in confusions.items() if pair[0] == pair[1])
    print(f"first colour right: {right / count:.3f} of {count} {arguments.kind}")
    print(f"first colour among those that people named: {in_set / count:.3f}")
    print(f"families of swatches of {SHOWN:.0%} and more, micro-F1: {2 * both / either:.3f}")
    wrong = [(pair, n) for pair, n in confusions.most_common() if pair[0] != pair[1]]
    for (truth, taken), count in wrong[:14]:
        print(f"  {truth} taken for {taken}: {count}")


if __name__ == "__main__":
    main()
