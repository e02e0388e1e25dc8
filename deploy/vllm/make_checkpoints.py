"""Makes tiny checkpoints with random weights, so that a real vLLM can be run anywhere: make_checkpoints.py FOLDER.

They are Llamas of two layers with a byte-level tokenizer trained on the rehearsal's texts. What they say is Korean
letters that mean nothing; how it comes (streams, usage, limits, errors, metrics) is vLLM's own. Two seeds give two
different models of one size.
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

TEXTS = Path(__file__).resolve().parents[2] / "arena" / "inference" / "rehearsal" / "texts"
SEEDS = {"first": 1, "second": 2}
# The longest question of 8,000 letters is up to 24,000 tokens to this tokenizer.
CONTEXT_TOKENS = 32768
# Large enough that a token with a logit of 0 is never drawn.
SHARPNESS = 50.0
VOCABULARY = 2000
START, END = "<|start|>", "<|end|>"
CHAT_TEMPLATE = (
    "{% for message in messages %}<|start|>{{ message['role'] }}\n{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant\n{% endif %}"
)


def main(folder: Path) -> None:
    """Write one checkpoint per seed below `folder`."""
    tokenizer = train_tokenizer(strings_of([json.loads(path.read_text()) for path in sorted(TEXTS.glob("*.json"))]))
    for name, seed in SEEDS.items():
        place = folder / name
        llama = random_llama(seed, tokenizer)
        say_only(korean_tokens(tokenizer), llama)
        llama.save_pretrained(place)
        tokenizer.save_pretrained(place)
        print(place)


def strings_of(value: object) -> list[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return strings_of([*value.keys(), *value.values()])
    if isinstance(value, list):
        return [text for item in value for text in strings_of(item)]
    return []


def train_tokenizer(texts: list[str]) -> PreTrainedTokenizerFast:
    """A byte-level BPE tokenizer: every text can be written in it, also what it never saw."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=START,
        eos_token=END,
        pad_token=END,
        model_max_length=CONTEXT_TOKENS,
        chat_template=CHAT_TEMPLATE,
    )


def random_llama(seed: int, tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    """About a third of a million weights, the same for the same seed."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            # vLLM's attention on the CPU takes heads of 32 and wider.
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=CONTEXT_TOKENS,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
            tie_word_embeddings=False,
        )
    )


def korean_tokens(tokenizer: PreTrainedTokenizerFast) -> list[int]:
    """The tokens that are whole Korean letters, with or without a space; most others are parts of letters."""
    texts = {token: tokenizer.decode([token]).strip() for token in range(len(tokenizer))}
    return [token for token, text in texts.items() if text and all("가" <= letter <= "힣" for letter in text)]


def say_only(tokens: list[int], llama: LlamaForCausalLM) -> None:
    """Let only these tokens win: random bytes would be broken letters, which no real model sends."""
    weights = llama.lm_head.weight.data
    kept = weights[tokens] * SHARPNESS
    weights.zero_()
    weights[tokens] = kept


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Write: make_checkpoints.py FOLDER")
    main(Path(sys.argv[1]))
