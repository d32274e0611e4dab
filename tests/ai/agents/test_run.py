"""The run: its events, its end, and what the model is told, through both drivers over HTTP."""

from __future__ import annotations

import pytest

from agents import Answered, Asked, Limits, Proposed, Record, Stopped, Thought, ToolResult
from agents.declining import declines
from providers import Cancel, Delta, Message, ProviderError

from ...product.llm_scripted import call, reason, refuse, say
from .running import OVERDUE, kinds, of, replies, run, sent_texts
from .toolbox import Tools


def test_a_run_without_tools_is_a_chat(server, provider):
    server.script([say("Good "), say("morning.")])
    assert run(provider, "Hello") == [
        Delta("Good "),
        Delta("morning."),
        Answered("Good morning."),
    ]


def test_a_tool_runs_and_its_result_is_told_as_data(server, provider):
    server.script(*replies(OVERDUE, "They owe you 1,250.00."))
    events = run(provider)
    assert kinds(events) == ["ToolStarted", "ToolResult", "Answered"]
    assert events[-1] == Answered("They owe you 1,250.00.", tools=("overdue_invoices",))
    assert sent_texts(server)[1][-1] == (
        '<data source="overdue_invoices">\nINV/2026/00007, 1,250.00, 12 days\n</data>'
    )


def test_what_is_said_before_a_call_is_no_answer(server, provider):
    server.script([say("Let me look."), OVERDUE], [say("1,250.00.")])
    events = run(provider)
    assert events[:2] == [Delta("Let me look."), Thought("Let me look.")]
    assert events[-1].text == "1,250.00."


def test_a_call_in_a_text_is_not_shown_as_it_arrives(server, provider):
    text = '{"name": "overdue_invoices", "arguments": {"partner": "Azure Interior"}}'
    server.script([say(text[:20]), say(text[20:])], [say("1,250.00.")])
    assert of(Delta, run(provider)) == [Delta("1,250.00.")]


def test_thoughts_are_no_answer(server, provider):
    server.script([say("<think>They "), say("greet.</think>\n\nGood"), say(" morning.")])
    events = run(provider, "Hello")
    assert events == [
        Delta("Good"),
        Delta(" morning."),
        Thought("They greet."),
        Answered("Good morning."),
    ]


def test_an_answer_in_json_is_an_answer(server, provider):
    server.script(*replies('{"total": 12}'))
    assert run(provider, "Give me JSON") == [Delta('{"total": 12}'), Answered('{"total": 12}')]


ALWAYS = [OVERDUE] * 9
DIFFERENT = [call("sales_by_month", {"year": year}) for year in range(2000, 2020)]


@pytest.mark.parametrize(
    ("says", "asked", "end"),
    [
        ([""] * 9, 2, Stopped("empty")),
        (["", "Hello."], 2, Answered("Hello.")),
        (["I cannot do that."] * 9, 2, Answered("I cannot do that.")),
        (["I use `sales_by_month`"] * 9, 2, Answered("I use `sales_by_month`")),
        (['{"tool": "sales_by_mon'] * 9, 1, Answered('{"tool": "sales_by_mon')),
        (['{"tool": "sales_by_month", "argum'] * 9, 2, Stopped("unreadable")),
        (ALWAYS, 4, Stopped("steps")),
        ([*ALWAYS[:3], "1,250.00."], 4, Answered("1,250.00.", ("overdue_invoices",))),
        (DIFFERENT, 6, Stopped("steps")),
        ([*DIFFERENT[:5], "Enough."], 6, Answered("Enough.", ("sales_by_month",) * 5)),
        ([call("no_such", {})] * 9, 3, Stopped("steps")),
        ([call("sales_by_month", {})] * 9, 3, Stopped("steps")),
    ],
)
def test_every_run_ends(server, provider, says, asked, end):
    server.script(*replies(*says))
    events = run(provider, "How were sales?")
    assert events[-1] == end
    assert len(of((Answered, Asked, Stopped), events)) == 1
    assert len(server.sent()) == asked


def test_the_last_time_no_tools_are_offered(server, provider):
    server.script(*replies(*DIFFERENT))
    run(provider)
    offered = [bool(body.get("tools")) for body in server.sent()]
    assert offered == [True] * 5 + [False]
    assert sent_texts(server)[-1][-1].startswith("Answer now")


def test_a_repeated_call_runs_once_and_is_told_so_once(server, provider):
    tools = Tools()
    server.script(*replies(OVERDUE, OVERDUE, "1,250.00."))
    events = run(provider, tools=tools)
    assert len(tools.executed) == 1
    assert kinds(events) == ["ToolStarted", "ToolResult", "Answered"]
    assert "already called" in sent_texts(server)[-1][-1]


def test_too_many_calls_at_once_are_not_made(server, provider):
    tools = Tools()
    server.script(DIFFERENT, [say("Done.")])
    run(provider, tools=tools, limits=Limits(calls=3))
    assert len(tools.executed) == 3
    assert sum("too many" in text for text in sent_texts(server)[-1]) == len(DIFFERENT) - 3


def test_faults_are_told_once_and_in_words(server, provider):
    bad = call("sales_by_month", {"year": "soon", "compare": "perhaps"})
    server.script(*replies(bad, bad, "I do not know."))
    events = run(provider)
    first, second = of(ToolResult, events)
    assert first == ToolResult(
        "sales_by_month",
        "sales_by_month was not called:\n"
        '"year" is "soon", which is no whole number: give a whole number.\n'
        '"compare" is "perhaps", which is neither true nor false: give true or false.\n'
        "Call sales_by_month again, corrected.",
        ok=False,
    )
    assert second.text.endswith("Do without it, and say so.")
    assert events[-1] == Answered("I do not know.")


def test_results_are_cut_to_their_budget(server, provider):
    server.script(*replies(*DIFFERENT[:3], "Done."))
    events = run(provider, limits=Limits(result=20, results=30))
    whole = '{"February": 8000.5, "January": 10200.0}'
    first, second, third = (result.text for result in of(ToolResult, events))
    left_out = "more characters were left out: ask for less)"
    assert f"\n{whole[:20]}\n… ({len(whole) - 20} {left_out}\n" in first
    assert f"\n{whole[:10]}\n… ({len(whole) - 10} {left_out}\n" in second
    assert f"\n\n… ({len(whole)} {left_out}\n" in third


def test_a_tool_that_fails_is_told(server, provider):
    server.script(*replies(call("account_balance", {"account": "400000"}), "I may not see it."))
    events = run(provider)
    assert of(ToolResult, events) == [
        ToolResult(
            "account_balance",
            '<data source="account_balance">\nYou may not read this account.\n</data>',
            ok=False,
        )
    ]
    assert events[-1] == Answered("I may not see it.")


def test_records_of_a_result_may_be_named_by_their_numbers(server, provider):
    search = call("search_invoices", {"partner": "Deco Addict"})
    pay = call("register_payment", {"invoice": 301, "amount": 10})
    server.script(*replies(search, pay, "Proposed."))
    (proposed,) = of(Proposed, run(provider))
    assert proposed.arguments["invoice"] == Record("account.move", 301, "INV/2026/00012")


def test_records_that_the_conversation_shows_may_be_named_by_their_numbers(server, provider):
    tools = Tools()
    server.script(*replies(call("overdue_invoices", {"partner": "10"}), "1,250.00."))
    run(provider, tools=tools, known=(Record("res.partner", 10, "Azure Interior"),))
    assert tools.executed[0][1]["partner"].id == 10


def test_a_question_to_the_user_ends_the_run(server, provider):
    tools = Tools()
    server.script([call("overdue_invoices", {"partner": "Gemini"}), OVERDUE])
    events = run(provider, tools=tools)
    assert kinds(events) == ["Asked"]
    assert events[-1].question == 'Which "Gemini" do you mean: Gemini Furniture; Gemini Services?'
    assert tools.executed == []


def test_cancelling_ends_the_run(server, provider):
    cancel, tools = Cancel(), Tools()
    tools.meanwhile = cancel.cancel
    server.script(*replies(OVERDUE, "1,250.00."))
    assert run(provider, tools=tools, cancel=cancel)[-1] == Stopped("cancelled")


def test_a_failure_of_the_provider_is_its_own_error(server, provider):
    server.script(refuse(401))
    with pytest.raises(ProviderError) as caught:
        run(provider)
    assert caught.value.kind == "unauthorised"


def test_an_answer_that_was_cut_off_says_so(server, provider):
    server.script([say("Once upon"), reason("length")])
    assert run(provider, "A story")[-1] == Answered("Once upon", complete=False)


def test_a_call_that_was_cut_off_is_not_made(server, provider):
    text = '{"name": "create_bill", "arguments": {"partner": "Ready Mat", "amount": 12'
    server.script([say(text), reason("length")], *replies("Done."))
    events = run(provider)
    assert kinds(events) == ["Thought", "Answered"]


def test_the_conversation_before_is_sent(server, provider):
    before = (Message("system", "Be brief."), Message("user", "Hi"), Message("assistant", "Hello."))
    server.script(*replies("Yes."))
    run(provider, "Are you there?", before=before)
    assert sent_texts(server) == [["Be brief.", "Hi", "Hello.", "Are you there?"]]


@pytest.mark.parametrize(
    "text",
    [
        "Lo siento, no puedo acceder.",
        "Es tut mir leid, aber ich kann nicht auf Ihre Daten zugreifen.",
        "抱歉，我无法访问。",
        "К сожалению, я не вижу ваших данных.",
    ],
)
def test_declining_in_other_languages(text):
    assert declines(text)


@pytest.mark.parametrize("text", ["They owe 12.", "Sorry state of affairs: 3 bills.", "", "Maaike"])
def test_answers_are_no_refusals(text):
    assert not declines(text)
