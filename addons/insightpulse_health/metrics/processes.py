"""The server's processes and their memory."""

from prometheus_client.core import GaugeMetricFamily

KINDS = {
    "PreforkServer": "master",
    "ThreadedServer": "server",
    "GeventServer": "evented",
    "WorkerHTTP": "http",
    "WorkerCron": "cron",
    "WorkerEvented": "evented",
    "WorkerJobRunner": "jobs",
}


def kind(server_or_worker):
    return KINDS.get(type(server_or_worker).__name__, "other")


class Processes:
    """A collector: memory of each process, by its slot (there are few of them), and of all.

    :param slots: who is alive
    :param proc: the module ``insightpulse_platform/proc.py``
    """

    def __init__(self, slots, proc):
        self._slots, self._proc = slots, proc
        self._group = proc.ControlGroup()

    def collect(self):
        alive = GaugeMetricFamily("odoo_processes", "Processes by kind", labels=["kind"])
        resident = GaugeMetricFamily(
            "odoo_process_resident_memory_bytes", "Resident memory, shared pages included",
            labels=["kind", "slot"],
        )  # fmt: skip
        anonymous = GaugeMetricFamily(
            "odoo_process_anonymous_memory_bytes",
            "Resident memory that is neither file nor shared",
            labels=["kind", "slot"],
        )  # fmt: skip
        kinds = {}
        for number, pid, process_kind in self._slots.live():
            try:
                _virtual, bytes_resident = self._proc.virtual_and_resident(pid)
            except OSError:  # it has just ended
                continue
            kinds[process_kind] = kinds.get(process_kind, 0) + 1
            resident.add_metric([process_kind, str(number)], bytes_resident)
            anonymous.add_metric([process_kind, str(number)], self._proc.anonymous(pid))
        for process_kind, count in kinds.items():
            alive.add_metric([process_kind], count)
        yield from (alive, resident, anonymous)
        for name, words, value in (
            ("odoo_container_memory_working_set_bytes",
             "Memory of the container that cannot be had back", self._group.working_set()),
            ("odoo_container_memory_limit_bytes",
             "Memory at which the container is killed", self._group.limit()),
        ):  # fmt: skip
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)
