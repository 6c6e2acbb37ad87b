"""The network: one backbone, heads that show their evidence, an embedding and a garment mask."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from studio.core.taxonomy import Taxonomy
from training.backbone import Taps, build_backbone, relu6
from training.color_head import COLOR_HEADS, build_color_head
from training.config import Config

EMBEDDING = 128
HEADS = ("garment", "garments", "pattern", "style")
_DECODER_WIDTHS = (96, 64, 32)


@keras.saving.register_keras_serializable("studio")
class UnitLength(layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """Divides each row of [N, D] by its length, so that a dot product is the cosine."""

    def call(self, inputs: Any) -> Any:
        """L2-normalised rows; the small constant keeps a zero row at zero."""
        square = ops.sum(ops.square(inputs), axis=-1, keepdims=True)
        return inputs * ops.rsqrt(square + 1e-12)


def head_sizes(taxonomy: Taxonomy) -> dict[str, int]:
    """How many labels each head speaks of, in the order in which `evidence` holds them."""
    sizes = {facet.id: len(facet.labels) for facet in taxonomy.facets}
    return {head: sizes["garment" if head == "garments" else head] for head in HEADS}


def build_network(config: Config, taxonomy: Taxonomy, side: int | None = None) -> keras.Model:
    """Map uint8 images [N, S, S, 3] to logits of every head, embedding, mask and evidence.

    - `garment` and `pattern` are for a softmax, `garments` (all that are worn) and `style` for a
      sigmoid each; calibration divides them later.
    - `embedding` [N, 128] has unit length.
    - `mask` [N, S/4, S/4, 1] is the logit of "garment" at each place.
    - `color_map`, `color` and `colors`: see `build_color_head`.
    - `evidence` [N, S/32, S/32, labels of all heads]: what each place says for each label (class
      activation maps, Zhou et al. 2016); a head's logits are its spatial mean.

    `side` None leaves the size open, for training at growing sizes; S % 32 == 0.
    """
    image = keras.Input((side, side, 3), dtype="uint8", name="image")
    features, taps = build_backbone(image)
    kept = layers.SpatialDropout2D(config.dropout, seed=config.seed, name="drop")(features)
    sizes = head_sizes(taxonomy)
    evidence = layers.Conv2D(sum(sizes.values()), 1, name="evidence")(kept)
    outputs, first = {"evidence": evidence}, 0
    for head, count in sizes.items():
        maps = evidence[..., first : first + count]
        outputs[head] = layers.GlobalAveragePooling2D(name=head)(maps)
        first += count
    pooled = layers.GlobalAveragePooling2D(name="pool")(features)
    projected = layers.Dense(EMBEDDING, use_bias=False, name="project")(pooled)
    outputs["embedding"] = UnitLength(name="embedding")(projected)
    outputs["mask"] = _decode_mask(features, taps)
    families = len(taxonomy.get("color").labels)
    outputs |= build_color_head(image, pooled, outputs["mask"], families, config.seed)
    return keras.Model(image, outputs, name="fashion")


def _decode_mask(features: Any, taps: Taps) -> Any:
    """From the last features back to a quarter of the input, refined by the earlier layers."""
    x = features
    for stride, width in zip((16, 8, 4), _DECODER_WIDTHS, strict=True):
        x = layers.Conv2D(width, 1, name=f"mask{stride}_deep")(x)
        x = layers.UpSampling2D(2, name=f"mask{stride}_up")(x)
        detail = layers.Conv2D(width, 1, name=f"mask{stride}_detail")(taps[stride])
        x = relu6(layers.Add()([x, detail]))
        x = layers.DepthwiseConv2D(3, padding="same", name=f"mask{stride}_dw")(x)
        x = relu6(layers.Conv2D(width, 1, name=f"mask{stride}_conv")(x))
    return layers.Conv2D(1, 1, name="mask")(x)


def add_proxies(network: keras.Model, pairs: int) -> keras.Model:
    """The network with one more output that trains the embedding: cosines to a proxy a pair.

    A proxy stands for one garment x pattern; pulling images to theirs and away from the others
    (Movshovitz-Attias et al. 2017) makes neighbours share both.
    """
    embedding = network.output["embedding"]
    logits = layers.Dense(pairs, use_bias=False, name="pair")(embedding * 12.0)
    outputs = {name: network.output[name] for name in (*HEADS, *COLOR_HEADS, "mask")}
    outputs["pair"] = logits
    return keras.Model(network.input, outputs, name="fashion_training")
