"""A plugin of pytest that records outcomes."""

from recording import end, record, start


def pytest_runtest_logstart(nodeid):
    start(nodeid)


def pytest_runtest_logfinish():
    end()


def pytest_runtest_logreport(report):
    if report.when == "call" or not report.passed:
        record(report.nodeid, report.outcome, _message(report))


def pytest_collectreport(report):
    if report.failed:
        record(report.nodeid, "failed", _message(report))


def _message(report):
    """Return what was raised."""
    if not report.failed:
        return ""
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message if crash else str(report.longrepr).strip().split("\nE   ")[-1]
