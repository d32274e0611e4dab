import asyncio

import pytest

from ocr_service.problems import Problem
from ocr_service.queue import ClientGone, Queue


def test_who_comes_when_all_places_are_taken_is_told_when_to_come_back():
    queue = Queue(size=1)
    with queue.place(), queue.place():
        with pytest.raises(Problem) as error, queue.place():
            pass
        assert error.value.code == "busy"
        assert error.value.retry_after >= 1
    with queue.place():
        pass  # both were given back


def test_one_is_read_at_a_time_in_order_of_arrival():
    async def scenario():
        queue, order, inside = Queue(size=9), [], 0

        async def document(name):
            nonlocal inside
            async with queue.turn(asyncio.get_running_loop().create_future()):
                inside += 1
                assert inside == 1
                await asyncio.sleep(0.01)
                order.append(name)
                inside -= 1

        await asyncio.gather(*(document(name) for name in "abcd"))
        assert order == list("abcd")
        assert not queue.reading

    asyncio.run(scenario())


@pytest.mark.parametrize("leaves_first", [True, False])
def test_a_client_that_leaves_while_it_waits_gives_way_at_once(leaves_first):
    async def scenario():
        queue = Queue(size=9)
        loop = asyncio.get_running_loop()
        stays, leaves = loop.create_future(), loop.create_future()
        if leaves_first:
            leaves.set_result(None)
        async with queue.turn(stays):
            waiting = asyncio.ensure_future(queue.turn(leaves).__aenter__())
            await asyncio.sleep(0)
            if not leaves_first:
                leaves.set_result(None)
            with pytest.raises(ClientGone):
                await asyncio.wait_for(waiting, 1)
            assert queue.reading  # the other one still reads
        assert not queue.reading
        async with queue.turn(stays):
            pass

    asyncio.run(scenario())


def test_a_turn_that_comes_in_the_same_moment_as_the_goodbye_is_passed_on():
    async def scenario():
        queue = Queue(size=9)
        gone = asyncio.get_running_loop().create_future()
        gone.set_result(None)
        with pytest.raises(ClientGone):
            async with queue.turn(gone):
                pass
        assert not queue.reading

    asyncio.run(scenario())


def test_a_request_that_is_cancelled_while_it_waits_gives_way():
    async def scenario():
        queue = Queue(size=9)
        stays = asyncio.get_running_loop().create_future()
        async with queue.turn(stays):
            waiting = asyncio.ensure_future(queue.turn(stays).__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        async with queue.turn(stays):
            pass

    asyncio.run(scenario())
