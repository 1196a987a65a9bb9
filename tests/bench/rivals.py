"""Other ways to find what comments speak of: the usual first attempts, each given what it needs to do its best."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.readers.writing import bare, plain
from analysis.similarity.vectors import sentence_vectors
from analysis.topics.naming import LINKING_WORDS

Clusters = NDArray[np.intp]
Fitted = Callable[[Sequence[str]], Clusters]
"""Says the cluster of each comment, even one it never saw."""
Rival = Callable[[Sequence[str], int, int], Fitted]
"""Given comments, how many clusters, and a seed."""

AT_ONCE = 512


@cache
def stop_words() -> list[str]:
    """The words that link others, as our own naming leaves them out."""
    return sorted({bare(word) for word in LINKING_WORDS.read_text(encoding="utf-8").split()})


def prepared(texts: Sequence[str]) -> list[str]:
    return [bare(plain(text)).lower() for text in texts]


def _weighted(texts: Sequence[str]) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(min_df=2, sublinear_tf=True, stop_words=stop_words())
    return made, made.fit_transform(prepared(texts))


def k_means_of_words(texts: Sequence[str], count: int, seed: int) -> Fitted:
    """TF-IDF brought to 100 dimensions (latent semantic analysis), then k-means."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    vectorizer, rows = _weighted(texts)
    dimensions = min(100, min(rows.shape) - 1)
    reduced = make_pipeline(TruncatedSVD(dimensions, random_state=seed), Normalizer(copy=False))
    model = KMeans(count, n_init=5, random_state=seed).fit(reduced.fit_transform(rows))
    return lambda new: model.predict(reduced.transform(vectorizer.transform(prepared(new))))


def k_means_of_sentences(texts: Sequence[str], count: int, seed: int) -> Fitted:
    """k-means of general sentence vectors."""
    from sklearn.cluster import KMeans

    model = KMeans(count, n_init=5, random_state=seed).fit(vectors(texts))
    return lambda new: model.predict(vectors(new))


def nmf(texts: Sequence[str], count: int, seed: int) -> Fitted:
    """Non-negative matrix factorisation of TF-IDF; the topic a comment holds most of."""
    from sklearn.decomposition import NMF

    vectorizer, rows = _weighted(texts)
    model = NMF(count, init="nndsvda", random_state=seed, max_iter=400, tol=1e-3).fit(rows)
    return lambda new: model.transform(vectorizer.transform(prepared(new))).argmax(axis=1)


def lda(texts: Sequence[str], count: int, seed: int) -> Fitted:
    """Latent Dirichlet allocation of word counts; the topic a comment holds most of."""
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(min_df=2, stop_words=stop_words())
    rows = vectorizer.fit_transform(prepared(texts))
    model = LatentDirichletAllocation(count, random_state=seed, max_iter=20).fit(rows)
    return lambda new: model.transform(vectorizer.transform(prepared(new))).argmax(axis=1)


def bertopic(texts: Sequence[str], count: int, seed: int) -> Fitted:
    """BERTopic as it comes (UMAP, HDBSCAN), on the same general sentence vectors; reduced to so many topics."""
    from bertopic import BERTopic
    from umap import UMAP

    space = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(
        umap_model=space, min_topic_size=8 if len(texts) < 1000 else 10, nr_topics=count + 1,
        calculate_probabilities=False, embedding_model=None, verbose=False,
    )  # fmt: skip
    model.fit(list(texts), vectors(texts))
    return lambda new: np.asarray(model.transform(list(new), vectors(new))[0])


def vectors(texts: Sequence[str]) -> Any:
    return np.vstack(
        [sentence_vectors(texts[at : at + AT_ONCE]) for at in range(0, len(texts), AT_ONCE)]
    )


RIVALS: dict[str, Rival] = {
    "k-means of TF-IDF": k_means_of_words,
    "k-means of sentence vectors": k_means_of_sentences,
    "NMF": nmf,
    "LDA": lda,
}
if find_spec("bertopic"):
    RIVALS["BERTopic"] = bertopic


def named(clusters: Clusters, themes: Sequence[str]) -> dict[int, str]:
    """The commonest theme of each cluster, which a person would have had to read to know."""
    told: dict[int, Counter[str]] = {}
    for cluster, theme in zip(clusters.tolist(), themes, strict=True):
        told.setdefault(cluster, Counter())[theme] += 1
    return {cluster: counted.most_common(1)[0][0] for cluster, counted in told.items()}
