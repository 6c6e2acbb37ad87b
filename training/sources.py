"""The public homes of the data: what is fetched from where, under which licence.

Each source is pinned to a revision, whose id is a hash of everything in it. The revisions of the
three sets of photographs are known to hold the files named here. That of `google-coral/test_data`
is known to exist; nobody has looked whether the weights are in it or came a revision later, and if
they are not, `fetch` says so and names the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from training.manifest import WEIGHTS
from training.prepare import list_names, shrink, shrink_outlines
from training.tflite import convert_weights


@dataclass(frozen=True, slots=True)
class Part:
    """Files of a repository and what becomes of each."""

    target: str  # names in the manifest that start so
    origin: str  # the folder (with its stroke) or the file in the repository
    suffix: str  # of the originals; they have the stems of their targets
    prepare: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """One repository at one revision."""

    name: str
    url: str
    revision: str
    licence: str
    what: str
    parts: tuple[Part, ...]


SOURCES = (
    Source(
        "clothing-dataset (Alexey Grigorev)",
        "https://github.com/alexeygrigorev/clothing-dataset",
        "08b50460cf229fd852bb6c11564e0959f52578ca",
        "CC0-1.0",
        "photographs of single garments; free for any purpose",
        (Part("garments/", "images/", ".jpg", partial(shrink, side=288, quality=85)),),
    ),
    Source(
        "clothing-co-parsing (Yang, Luo and Lin, CVPR 2014)",
        "https://github.com/bearpaw/clothing-co-parsing",
        "cbc8deae85f65178394eded0817a5c1b1019b63d",
        "Apache-2.0",
        "street photographs of dressed people and outlines of what they wear; cite the paper",
        (
            Part("outfits/", "photos/", ".jpg", partial(shrink, side=400, quality=84)),
            Part(
                "outfit-masks/", "annotations/pixel-level/", ".mat",
                partial(shrink_outlines, side=400),
            ),
            Part("outfit-mask-labels.json", "label_list.mat", ".mat", list_names),
        ),
    ),
    Source(
        "clothing-pattern-dataset (Stearns and others), FingerCamera",
        "https://github.com/lstearns86/clothing-pattern-dataset",
        "24617350a977bd5095623cd4ad802f058d7d2709",
        "MIT",
        "close-ups of fabric; free to use without restriction, cite Medeiros et al., ASSETS 2017",
        (Part("fabrics/", "FingerCamera/", ".png", partial(shrink, side=320, quality=85)),),
    ),
    Source(
        "MobileNetV2 1.0 224 (google-coral/test_data)",
        "https://github.com/google-coral/test_data",
        "104342d2d3480b3e66203073dac24f4e2dbb4c41",
        "Apache-2.0",
        "the ImageNet weights that training starts from",
        (Part(WEIGHTS, "tf2_mobilenet_v2_1.0_224_ptq.tflite", ".tflite", convert_weights),),
    ),
)  # fmt: skip
