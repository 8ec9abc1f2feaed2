"""The parameters of the layers of PyTorch: https://docs.pytorch.org/docs/stable/nn.html"""

from expressions import Symbol, Unsupported, choice, is_constant, is_expression, operation, same
from values import Choice, Parameter, Sequence, Unknown


def times(*sizes):
    product = 1
    for size in sizes:
        if isinstance(size, Unknown):
            return size
        if isinstance(size, Choice):
            return Unknown("a size that is a choice")
        product = operation("*", product, size)
    return product


def parameter(tag, *shape):
    return Parameter(tag=tag, size=times(*shape), shape=list(shape))


def given(condition, value):
    """A parameter that is only there under a condition."""
    if isinstance(condition, Unknown):
        return Parameter(tag=value.tag, size=condition, shape=value.shape)
    if isinstance(condition, Symbol):
        return Parameter(tag=value.tag, size=choice(condition, value.size, 0), shape=value.shape)
    return value if condition else None


def linear(in_features, out_features, bias=True, **_):
    return {"weight": parameter("L", out_features, in_features), "bias": given(bias, parameter("P", out_features)),
            "in_features": in_features, "out_features": out_features}


def conv1d_of_transformers(nf, nx):
    return {"weight": parameter("L", nx, nf), "bias": parameter("P", nf)}


def embedding(num_embeddings, embedding_dim, *_, **__):
    return {"weight": parameter("P", num_embeddings, embedding_dim), "num_embeddings": num_embeddings, "embedding_dim": embedding_dim}


def volume(shape):
    if isinstance(shape, Sequence):
        return times(*shape.items)
    if isinstance(shape, Symbol) and shape.operator != "field":
        return shape
    return shape


def layer_norm(normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, **_):
    size = volume(normalized_shape)
    weight = given(elementwise_affine, parameter("P", size))
    return {"weight": weight, "bias": given(bias, Parameter(tag="P", size=weight.size, shape=weight.shape)) if weight else None}


def rms_norm(normalized_shape, eps=None, elementwise_affine=True, **_):
    return {"weight": given(elementwise_affine, parameter("P", volume(normalized_shape)))}


def group_norm(num_groups, num_channels, eps=1e-5, affine=True, **_):
    return {"weight": given(affine, parameter("P", num_channels)), "bias": given(affine, parameter("P", num_channels))}


def batch_norm(num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, **_):
    return {"weight": given(affine, parameter("P", num_features)), "bias": given(affine, parameter("P", num_features))}


def kernel(size, dimensions):
    if isinstance(size, Sequence):
        return times(*size.items)
    if is_constant(size):
        return size ** dimensions
    if not is_expression(size):
        return Unknown("the size of a kernel")
    if dimensions == 1:
        return size
    return Symbol("volume", size, dimensions)


def convolution(dimensions, transposed=False):
    def build(in_channels, out_channels, kernel_size, stride=1, padding=0, *more, groups=1, bias=True, **_):
        if more:
            groups = more[1] if not transposed and len(more) > 1 else more[1] if len(more) > 1 else groups
            bias = more[2] if len(more) > 2 else bias
        if is_expression(groups) and is_expression(in_channels) and same(groups, in_channels):
            groups, in_channels = 1, 1
        size = times(in_channels, out_channels, kernel(kernel_size, dimensions))
        weight = size if isinstance(size, Unknown) or isinstance(groups, Unknown) else operation("//", size, groups)
        return {
            "weight": Parameter(tag="P", size=weight, shape=[out_channels, in_channels, *([None] * dimensions)], kernel=kernel_size),
            "bias": given(bias, parameter("P", out_channels)), "in_channels": in_channels, "out_channels": out_channels,
        }
    return build


def multihead_attention(embed_dim, num_heads, dropout=0.0, bias=True, **_):
    return {
        "in_proj_weight": parameter("P", 3, embed_dim, embed_dim),
        "in_proj_bias": given(bias, parameter("P", 3, embed_dim)),
        "out_proj_weight": parameter("P", embed_dim, embed_dim),
        "out_proj_bias": given(bias, parameter("P", embed_dim)),
    }


def recurrent(gates):
    def build(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, **_):
        if num_layers != 1 or bidirectional is not False:
            raise Unsupported("a recurrent layer with several layers")
        return {
            "weight_ih": parameter("P", gates, hidden_size, input_size), "weight_hh": parameter("P", gates, hidden_size, hidden_size),
            "bias_ih": given(bias, parameter("P", gates, hidden_size)), "bias_hh": given(bias, parameter("P", gates, hidden_size)),
        }
    return build


def prelu(num_parameters=1, **_):
    return {"weight": parameter("P", num_parameters)}


LAYERS = {
    "Linear": linear, "Embedding": embedding, "LayerNorm": layer_norm, "RMSNorm": rms_norm, "GroupNorm": group_norm, "PReLU": prelu,
    "BatchNorm1d": batch_norm, "BatchNorm2d": batch_norm, "BatchNorm3d": batch_norm,
    "Conv1d": convolution(1), "Conv2d": convolution(2), "Conv3d": convolution(3),
    "ConvTranspose1d": convolution(1, True), "ConvTranspose2d": convolution(2, True), "ConvTranspose3d": convolution(3, True),
    "MultiheadAttention": multihead_attention, "LSTM": recurrent(4), "GRU": recurrent(3),
}

WITHOUT_PARAMETERS = {
    "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "Identity", "Module", "SiLU", "GELU", "ReLU", "ReLU6", "Sigmoid", "Tanh", "Softmax", "Softplus", "LeakyReLU",
    "ELU", "GLU", "Hardswish", "Hardsigmoid", "AvgPool1d", "AvgPool2d", "AvgPool3d", "MaxPool1d", "MaxPool2d", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d",
    "AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d", "ZeroPad2d", "ConstantPad1d", "ConstantPad2d",
    "ReflectionPad1d", "ReflectionPad2d", "ReplicationPad1d", "PixelShuffle", "PixelUnshuffle", "Unfold", "Fold", "Flatten", "Unflatten", "LogSoftmax",
    "CrossEntropyLoss", "MSELoss", "BCEWithLogitsLoss", "L1Loss", "SmoothL1Loss", "NLLLoss", "Mish", "Threshold", "Softmax2d", "Hardtanh",
}
