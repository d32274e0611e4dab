"""Whose turn it is: see runs/turns.py."""

from __future__ import annotations

import random
import threading

import pytest

from runs.turns import PATIENCE, Turns


def order(turns: Turns, tickets: list, parallel: int = 1) -> list:
    """Serve all ``tickets``, each until the next may; in which order."""
    served = []
    while len(served) < len(tickets):
        [ticket] = [
            ticket
            for ticket in tickets
            if ticket not in served and turns.wait(ticket, parallel, 0) == 0
        ]
        served.append(ticket)
        turns.leave(ticket)
    return served


@pytest.mark.parametrize(
    ("arrivals", "served"),
    [
        ("a", "a"),
        ("abc", "abc"),
        ("aaab", "abaa"),
        ("aabbc", "abcab"),
        ("aaaabbbb", "abababab"),
    ],
)
def test_users_take_turns_and_their_own_questions_keep_their_order(arrivals, served):
    turns = Turns()
    tickets = [turns.line_up("s", user) for user in arrivals]
    found = order(turns, tickets)
    assert "".join(ticket.user for ticket in found) == served
    for user in set(arrivals):
        own = [ticket.number for ticket in found if ticket.user == user]
        assert own == sorted(own)


@pytest.mark.parametrize(
    ("parallel", "ahead"), [(1, [0, 1, 2, 3]), (2, [0, 0, 1, 2]), (4, [0, 0, 0, 0])]
)
def test_how_many_have_to_end_first(parallel, ahead):
    turns = Turns()
    tickets = [turns.line_up("s", user) for user in range(4)]
    assert [turns.wait(ticket, parallel, 0) for ticket in tickets] == ahead


def test_servers_have_lines_of_their_own():
    turns = Turns()
    tickets = [turns.line_up(server, "a") for server in ("one", "other")]
    assert [turns.wait(ticket, 1, 0) for ticket in tickets] == [0, 0]


def test_nobody_starves_while_others_keep_coming():
    turns = Turns()
    first, second = (turns.line_up("s", "patient") for _question in range(2))
    assert turns.wait(first, 1, 0) == 0
    running = first
    for number in range(100):
        other = turns.line_up("s", f"impatient {number % 3}")
        turns.leave(running)
        if turns.wait(second, 1, 0) == 0:
            assert number == 3, "each of them once before"
            return
        assert turns.wait(other, 1, 0) == 0
        running = other
    raise AssertionError("never served")


def test_who_leaves_makes_room_also_twice_or_before_the_turn():
    turns = Turns()
    first, second, third = (turns.line_up("s", user) for user in "abc")
    assert turns.wait(first, 1, 0) == 0
    turns.leave(second)
    assert turns.wait(third, 1, 0) == 1
    turns.leave(first)
    turns.leave(first)
    assert turns.wait(third, 1, 0) == 0


def test_a_waiting_thread_is_woken():
    turns = Turns()
    first, second = turns.line_up("s", "a"), turns.line_up("s", "b")
    assert turns.wait(first, 1, 0) == 0
    threading.Timer(0.1, turns.leave, (first,)).start()
    assert turns.wait(second, 1, 60) == 0


def test_never_more_than_agreed_run_and_all_are_served():
    turns, lock = Turns(), threading.Lock()
    running, most, served = 0, 0, []

    def ask(user: int) -> None:
        nonlocal running, most
        ticket = turns.line_up("s", user % 5)
        while turns.wait(ticket, 3, 0.05):
            pass
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(random.random() / 200)
        with lock:
            running -= 1
            served.append(user)
        turns.leave(ticket)

    threads = [threading.Thread(target=ask, args=(user,)) for user in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(served) == list(range(60))
    assert most == 3


def test_people_come_before_jobs_that_came_first():
    turns = Turns()
    job = turns.line_up("s", "jobs", is_job=True)
    people = [turns.line_up("s", user) for user in "aab"]
    assert [turns.wait(ticket, 1, 0) for ticket in (job, people[0])] == [3, 0]
    turns.leave(people[0])
    assert order(turns, [job, *people[1:]]) == [people[2], people[1], job]


def test_a_job_that_has_its_turn_keeps_it_and_is_counted():
    turns = Turns()
    job = turns.line_up("s", "jobs", is_job=True)
    assert turns.wait(job, 1, 0) == 0
    people = [turns.line_up("s", user) for user in "ab"]
    assert [turns.wait(ticket, 1, 0) for ticket in people] == [1, 2]
    assert turns.wait(job, 1, 0) == 0


def test_a_job_does_not_starve_while_people_keep_coming():
    turns = Turns()
    job = turns.line_up("s", "jobs", is_job=True)
    first = turns.line_up("s", "a")
    assert turns.wait(first, 1, 0) == 0
    later = turns.line_up("s", "a")
    assert turns.wait(job, 1, 0) == 2
    job.since -= PATIENCE
    assert turns.wait(job, 1, 0) == 1, "now it is one user among others"
    turns.leave(first)
    assert [turns.wait(ticket, 1, 0) for ticket in (later, job)] == [1, 0]


def test_a_job_that_lines_up_again_keeps_its_age_and_loses_no_round():
    turns = Turns()
    running = turns.line_up("s", "a")
    assert turns.wait(running, 1, 0) == 0
    people = [turns.line_up("s", user) for user in "bc"]
    for age in (0.0, 10.0, 20.0):
        job = turns.line_up("s", "jobs", is_job=True, age=age)
        assert turns.wait(job, 1, 0) == 3, "people come first"
        turns.leave(job)
    job = turns.line_up("s", "jobs", is_job=True, age=PATIENCE + 1)
    turns.leave(running)
    assert order(turns, [*people, job]) == [job, *people]


def test_other_processes_have_the_last_word(monkeypatch):
    monkeypatch.setattr("runs.turns.AGAIN_SECONDS", 0.2)
    turns, asked = Turns(), []

    def elsewhere(*ahead: int):
        answers = iter(ahead)

        def take(room: int) -> int:
            asked.append(room)
            return next(answers)

        return take

    first, second = turns.line_up("s", "a"), turns.line_up("s", "b")
    take = elsewhere(2, 0)
    assert turns.wait(first, 2, 0, take) == 2
    assert turns.wait(second, 2, 0, take) == 3, "and nobody looks again so soon"
    assert asked == [1]
    while turns.wait(first, 2, 0.01, take):
        pass
    assert asked == [1, 1]
    assert turns.wait(second, 2, 0, elsewhere(0)) == 0
    assert asked == [1, 1, 0], "room is what the own ones leave"


def test_who_was_refused_elsewhere_lets_others_go_first(monkeypatch):
    monkeypatch.setattr("runs.turns.AGAIN_SECONDS", 0.0)
    turns = Turns()
    job = turns.line_up("s", "jobs", is_job=True)
    assert turns.wait(job, 1, 0, lambda room: 1) == 1
    person = turns.line_up("s", "a")
    assert turns.wait(person, 1, 0) == 0
    assert turns.wait(job, 1, 0) >= 1
