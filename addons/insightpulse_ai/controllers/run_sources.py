from dataclasses import replace

from ..providers import Deadline, Delta, Finished, Message, make
from ..providers.errors import ProviderError
from ..retrieval import CITE, ONLY, embedding, prompt
from ..runs.acting import Step

EMBEDDING_SECONDS = 10


class RunSources:
    """What an agent's sources hold about a question: found before the model is asked.

    ``configuration``: whose server embeds; ``model``: by which model, or empty.
    """

    def __init__(self, desk, source_ids, only, configuration, model):
        self._desk, self._ids, self._only = desk, source_ids, only
        self._configuration, self._model = configuration, model

    def before(self, question, messages, nothing_found, chat):
        """The events of ``chat(messages)``, whose messages have the passages in them.

        Where only the sources may answer and nothing was found, no model is asked.
        """
        vector = self._vector(question)
        with self._desk.reading() as env:
            sources = env["ai.source"].browse(self._ids)
            passages = env["ai.source"]._retrieve(question, vector, sources)
        yield Step(self._desk.found(passages))
        if self._only and not passages:
            yield Delta(nothing_found)
            yield Finished("", "stop", None, None)
        else:
            yield from chat(self._shown(messages, passages))

    def _vector(self, question):
        if not self._model:
            return None
        text = embedding.of_question(self._model, question)
        try:
            deadline = Deadline(total=EMBEDDING_SECONDS)
            return make(self._configuration).embed(self._model, [text], deadline=deadline)[0]
        except ProviderError:  # words are compared all the same
            return None

    def _shown(self, messages, passages):
        if not passages:
            return messages
        *before, asked = messages
        told = f"{CITE}\n{ONLY}" if self._only else CITE
        if before and before[0].role == "system":
            before[0] = replace(before[0], text=f"{before[0].text}\n\n{told}")
        else:
            before.insert(0, Message("system", told))
        return [*before, replace(asked, text=f"{prompt(passages)}\n\n{asked.text}")]
