"""The model that reads lines, without the letters nobody writes here.

Of the 18,708 characters it tells apart most are Chinese. To weigh every one of them for every bit
of a line is a tenth of its work, and all that comes of it here is a wrong letter.
"""

import unicodedata
from pathlib import Path

import onnx
import rapidocr
from onnx import ModelProto, numpy_helper
from onnxruntime import InferenceSession, SessionOptions

MODEL = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
CHARACTERS = "character"  # the entry that names them; the two classes it does not name:
NOTHING, SPACE = 1, 1  # one before them and one behind
OTHER_ALPHABETS = "\u0250"  # begin where Latin letters with their accents end
SIGNS = "PSN"  # punctuation, symbols and numbers, which belong to no alphabet


def latin_reader() -> InferenceSession:
    """Return the model that tells apart Latin letters, numbers and signs, on one thread."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would never give back what its widest line took
    model = onnx.load(MODEL)
    _narrow(model)
    return InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])


def _narrow(model: ModelProto) -> None:
    """Leave out the classes of all other characters; those that stay look as they did."""
    [entry] = [entry for entry in model.metadata_props if entry.key == CHARACTERS]
    characters = entry.value.splitlines()
    kept = [number for number, one in enumerate(characters) if _is_written_here(one)]
    entry.value = "\n".join(characters[number] for number in kept)
    all_classes = NOTHING + len(characters) + SPACE
    classes = [0, *(NOTHING + number for number in kept), all_classes - 1]
    for weights in model.graph.initializer:
        if weights.dims[-1:] == [all_classes]:
            narrow = numpy_helper.to_array(weights)[..., classes]
            weights.CopyFrom(numpy_helper.from_array(narrow, weights.name))
    model.graph.output[0].type.tensor_type.shape.dim[-1].dim_value = len(classes)
    del model.graph.value_info[:]  # sizes of what goes on inside; they follow from the weights


def _is_written_here(character: str) -> bool:
    return character < OTHER_ALPHABETS or unicodedata.category(character)[0] in SIGNS
