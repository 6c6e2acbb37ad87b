"""What one training run is made of."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from training.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one run; every file in `training/configs` holds one as `CONFIG`."""

    name: str
    # (px, epochs): side of the square input, a multiple of 32, and for how long; growing sizes
    # teach most of it at a lower price. The last is the size of the finished network.
    sizes: tuple[tuple[int, int], ...] = ((160, 8), (224, 8))
    cache_size: int = 256  # px, side of the cached squares that augmentation crops from
    batch_size: int = 32
    rate: float = 6e-4  # peak of the cosine schedule, of the heads
    backbone_rate: float = 0.25  # of the backbone's last layer, as a share of `rate`
    warmup_epochs: float = 0.7
    weight_decay: float = 0.02
    label_smoothing: float = 0.05
    dropout: float = 0.3
    mixup: float = 0.4  # share of the batches that are blended
    ema: float = 0.998
    embedding_weight: float = 0.25
    new_background: float = 0.35  # share of the items with a mask that are laid on another's ground
    strong_light: float = 0.5  # share of the images whose light and colours are changed at will
    balanced: bool = True  # show rare labels more often
    mask_weight: float = 1.5
    frozen: int = 9  # so many of the backbone's first layers stay as ImageNet made them
    only: str = ""  # train just the layers whose names begin so; all others stay
    seed: int = 7
    pretrained: bool = True  # start from the ImageNet weights
    start_from: str | None = None  # go on from the finished network of this configuration instead
    average_of: tuple[str, ...] = ()  # train nothing: the mean of these configurations' weights
    drawn_images: int = 0  # extra training images that `studio.imaging.drawn` makes
    split_seed: int = 20  # draws the photographers of the test and of validation
    max_images: int | None = None  # a debug run looks at so many of each data set
    fabrics: bool = True  # close-ups of fabric teach patterns, too
    calibration_images: int = 256

    @property
    def input_size(self) -> int:
        """Side of the finished network's input, px."""
        return self.sizes[-1][0]

    @property
    def epochs(self) -> int:
        """How often all images are shown, at all sizes together."""
        return sum(epochs for _, epochs in self.sizes)


def load_config(name: str) -> Config:
    """The configuration called `name`; raises TrainingError for an unknown one."""
    try:
        module = importlib.import_module(f"training.configs.{name}")
    except ModuleNotFoundError as error:
        raise TrainingError(f"There is no configuration called {name!r}.") from error
    config = module.CONFIG
    if not isinstance(config, Config):
        raise TrainingError(f"training/configs/{name}.py does not define CONFIG.")
    return config
