"""Questions that depend on one another."""

import pytest

from off_coroutine.migration.inference.solver import Need, Reaching, Solver, Steps, join


class Graph:
    """Questions with a value of their own that depend on others."""

    def __init__(self, edges: dict[str, str], asked_first: str = "") -> None:
        self.edges = edges
        self.asked_first = asked_first
        self.solver = Solver(self._steps)

    def _steps(self, key: tuple[str]) -> Steps:
        (name,) = key
        found = [Reaching((name,))]
        for other in self.edges.get(name, ""):
            found.append((yield Need((other,), joins=other not in self.asked_first)))
        return join(found)

    def values(self, name: str) -> str:
        return "".join(sorted(map(str, self.solver.solve((name,)).values)))


def test_a_question_has_the_values_of_those_it_joins() -> None:
    assert Graph({"a": "bc", "b": "d"}).values("a") == "abcd"


def test_questions_in_a_circle_have_the_same_values_whichever_is_asked_first() -> None:
    edges = {"a": "b", "b": "c", "c": "ad"}
    for first in "abc":
        graph = Graph(edges)
        graph.values(first)
        assert [graph.values(name) for name in "abcd"] == ["abcd", "abcd", "abcd", "d"]
        assert graph.solver.evaluations == 4


def test_circles_within_a_circle_are_one() -> None:
    graph = Graph({"a": "b", "b": "cd", "c": "b", "d": "a"})
    assert [graph.values(name) for name in "abcd"] == ["abcd"] * 4
    assert graph.solver.evaluations == 4


def test_a_question_behind_a_circle_is_not_of_it() -> None:
    graph = Graph({"a": "b", "b": "bc", "c": "d"})
    assert [graph.values(name) for name in "abcd"] == ["abcd", "bcd", "cd", "d"]


def test_what_depends_on_its_own_answer_is_not_known() -> None:
    graph = Graph({"a": "b", "b": "a"}, asked_first="ab")
    answers = [graph.solver.solve((name,)) for name in "ab"]
    assert not any(answer.complete for answer in answers)
    assert all(answer.open for answer in answers)


@pytest.mark.parametrize("chain", ["ab", "abc", "abcd"])
def test_what_is_decided_on_an_answer_that_depends_on_it_is_not_known(chain: str) -> None:
    following = dict(zip(chain, f"{chain[1:]}a", strict=True))

    def ask(key: tuple[str]) -> Steps:
        (name,) = key
        answer = yield Need((following[name],), joins=name != chain[-1])
        if name == chain[-1]:
            return Reaching(("known" if answer.complete else "not known",))
        return Reaching((name,))

    solver = Solver(ask)
    for name in chain:
        answer = solver.solve((name,))
        assert not answer.complete and answer.open


def test_what_only_asks_what_is_not_known_is_known_beside_it() -> None:
    graph = Graph({"a": "b", "b": "b", "c": "d"}, asked_first="b")
    assert not graph.solver.solve(("a",)).complete
    assert graph.solver.solve(("c",)).complete


def test_a_chain_of_any_length_needs_no_recursion() -> None:
    steps = {str(n): [str(n + 1)] for n in range(20_000)}

    def ask(key: tuple[str]) -> Steps:
        found = [Reaching(("end",))] if key[0] not in steps else []
        for other in steps.get(key[0], ()):
            found.append((yield Need((other,))))
        return join(found)

    solver = Solver(ask)
    assert solver.solve(("0",)).values == ("end",)
    assert solver.evaluations == 20_001
