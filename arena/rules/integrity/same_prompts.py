"""Prompts that say nearly the same, although different people are said to have written them.

Normalised text finds copies; MinHash over runs of four letters (Broder 1997) proposes near copies, and the exact
overlap of the runs decides. Short questions are asked by many and mean nothing.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from rensa import RMinHash, RMinHashLSH
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.ratings.rows import Indices

RUN = 4
LEAST_LETTERS = 20
ALIKE = 0.7
"""Share of common runs (Jaccard) from which two prompts count as one."""
HASHES, BANDS = 128, 32
SEED = 20260101
LEAST_PROMPTS = 10
LEAST_PER_VOTER = 3


def normal_form(prompt: str) -> str:
    """Letters and digits only, in one case and one width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", prompt).casefold() if letter.isalnum())


def alike(prompts: Sequence[str]) -> Indices:
    """Which cluster each prompt belongs to, (v,), numbered from 0 without gaps; -1 for short ones and single ones."""
    forms = [normal_form(prompt) for prompt in prompts]
    texts = sorted({form for form in forms if len(form) >= LEAST_LETTERS})
    place = {text: i for i, text in enumerate(texts)}
    component = _components([_runs(text) for text in texts])
    raw = np.array([component[place[form]] if form in place else -1 for form in forms], dtype=np.int64)
    sizes = np.bincount(raw[raw >= 0], minlength=len(texts) + 1)
    several = np.where(raw >= 0, sizes[raw] > 1, False)
    clusters = np.full(len(prompts), -1, dtype=np.int64)
    clusters[several] = np.unique(raw[several], return_inverse=True)[1]
    return clusters


def reused_prompts(cluster: Indices, labels: Sequence[str], voter: Indices) -> list[Noticed]:
    """Prompts that few people ask again and again: who tells entrants apart by their answer does so.

    What many people ask once is a popular question; whether it serves a target is for the group test to say.
    `labels`: a stable name of each cluster.
    """
    found = []
    for number, label in enumerate(labels):
        votes = np.flatnonzero(cluster == number)
        voters = len(np.unique(voter[votes]))
        if len(votes) >= LEAST_PROMPTS and len(votes) >= LEAST_PER_VOTER * voters:
            numbers = {"prompts": float(len(votes)), "voters": float(voters)}
            found.append(Noticed(Detector.SAME_PROMPT, f"prompt={label}", votes, numbers=numbers))
    return found


def _runs(text: str) -> set[str]:
    return {text[i : i + RUN] for i in range(len(text) - RUN + 1)}


def _components(runs: Sequence[set[str]]) -> Indices:
    if not runs:
        return np.empty(0, dtype=np.int64)
    index = RMinHashLSH(threshold=ALIKE, num_perm=HASHES, num_bands=BANDS)
    pairs: list[tuple[int, int]] = []
    for i, mine in enumerate(runs):
        sketch = RMinHash(num_perm=HASHES, seed=SEED)
        sketch.update(sorted(mine))
        pairs += [(i, j) for j in index.query(sketch) if len(mine & runs[j]) >= ALIKE * len(mine | runs[j])]
        index.insert(i, sketch)
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(runs), len(runs)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
