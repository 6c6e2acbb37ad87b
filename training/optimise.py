"""Losses of every head, and an optimizer that treats the pretrained layers with care."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from training.backbone import LAST_LAYER, number_of
from training.config import Config


class DiscriminativeAdamW(keras.optimizers.AdamW):  # type: ignore[misc]  # Keras ships no types
    """AdamW that moves the pretrained layers more slowly than the heads, which start from chance.

    A rate that suits the heads makes the backbone forget what ImageNet taught it (Howard and
    Ruder 2018): the first layers move slowest.
    """

    backbone_rate = 1.0

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient at the rate of its layer."""
        # Some backends hand over their own variable, which does not know its layer.
        known = self._trainable_variables[self._get_variable_index(variable)]
        super().update_step(gradient, variable, learning_rate * self._share(known.path))

    def _share(self, path: str) -> float:
        layer = path.split("/")[-2]
        if layer.startswith("color"):
            return _COLOR_RATE
        number = number_of(layer)
        if number is None:
            return 1.0
        # From a quarter of the backbone's rate at the first layer to all of it at the last.
        return self.backbone_rate * (0.25 + 0.75 * number / LAST_LAYER)


class MaskLoss(keras.losses.Loss):  # type: ignore[misc]  # Keras ships no types
    """Cross-entropy at each place plus the soft Dice loss (Milletari et al. 2016), an image each.

    Logits and targets are [N, h, w, 1].
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each image, [N]."""
        count = ops.shape(y_true)[0]
        truth = ops.reshape(y_true, (count, -1))
        logits = ops.reshape(y_pred, (count, -1))
        entropy = ops.mean(
            ops.maximum(logits, 0) - logits * truth + ops.log1p(ops.exp(-ops.abs(logits))), axis=-1
        )
        chance = ops.sigmoid(logits)
        both = ops.sum(chance * truth, axis=-1)
        dice = (2 * both + 1) / (ops.sum(chance, axis=-1) + ops.sum(truth, axis=-1) + 1)
        return entropy + 1 - dice


# The mean over labels makes the sigmoid losses small beside the softmax ones.
HEAD_LOSS_WEIGHTS = {"garment": 2.0, "garments": 4.0, "pattern": 1.5, "style": 6.0}
COLOR_LOSS_WEIGHTS = {"color": 1.0, "colors": 5.0}
# The places of the colour map are judged by small layers that start from chance.
_COLOR_RATE = 6.0


def make_head_losses(config: Config) -> dict[str, Any]:
    """The loss of each head."""
    softmax = keras.losses.CategoricalCrossentropy(True, label_smoothing=config.label_smoothing)
    sigmoid = keras.losses.BinaryCrossentropy(True)
    return {"garment": softmax, "garments": sigmoid, "pattern": softmax, "style": sigmoid}


def make_schedule(config: Config, steps: int) -> Any:
    """The rate over `steps` batches in all: a warm-up, then a cosine."""
    warmup = max(1, round(steps / config.epochs * config.warmup_epochs))
    return keras.optimizers.schedules.CosineDecay(
        config.rate / 50,
        max(1, steps - warmup),
        alpha=0.01,
        warmup_target=config.rate,
        warmup_steps=warmup,
    )


def compile_model(model: keras.Model, config: Config, steps: int) -> None:
    """Compile `model` (of `add_proxies`) for `steps` batches in all."""
    optimizer = DiscriminativeAdamW(
        make_schedule(config, steps),
        config.weight_decay,
        clipnorm=2.0,
        use_ema=True,
        ema_momentum=config.ema,
    )
    optimizer.backbone_rate = config.backbone_rate
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    pair = keras.losses.CategoricalCrossentropy(True, label_smoothing=0.1)
    color = {
        "color": keras.losses.CategoricalCrossentropy(True),
        "colors": keras.losses.BinaryCrossentropy(True),
    }
    model.compile(
        optimizer,
        loss=make_head_losses(config) | color | {"pair": pair, "mask": MaskLoss()},
        loss_weights=HEAD_LOSS_WEIGHTS
        | COLOR_LOSS_WEIGHTS
        | {"pair": config.embedding_weight, "mask": config.mask_weight},
    )
