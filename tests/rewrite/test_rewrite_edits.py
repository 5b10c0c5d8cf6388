"""Rewrites nest; what they do not name stays, byte for byte."""

from __future__ import annotations

from off_coroutine.migration.rewrite.edits import Conflict, Rendered, Rewrite, Span, impossible

TEXT = "abcdefgh"


def rendered(*rewrites: Rewrite) -> str:
    result = Rendered(TEXT, rewrites)
    assert not result.conflicts
    return result.text


def wrap(start: int, end: int, before: str, after: str) -> Rewrite:
    return Rewrite(start, end, (before, Span(start, end), after))


def test_a_text_without_rewrites_stays() -> None:
    assert rendered() == TEXT


def test_what_is_put_in_place_of_a_piece_leaves_the_rest() -> None:
    assert rendered(Rewrite(2, 4, ("X",))) == "abXefgh"


def test_a_rewrite_in_a_piece_of_another_one_is_rendered_there() -> None:
    assert rendered(wrap(1, 6, "(", ")"), Rewrite(2, 4, ("X",))) == "a(bXef)gh"


def test_the_order_in_which_rewrites_are_given_does_not_matter_for_nesting() -> None:
    assert rendered(Rewrite(2, 4, ("X",)), wrap(1, 6, "(", ")")) == "a(bXef)gh"


def test_rewrites_nest_three_deep() -> None:
    assert rendered(wrap(0, 8, "<", ">"), wrap(1, 7, "[", "]"), wrap(2, 6, "{", "}")) == (
        "<a[b{cdef}g]h>"
    )


def test_of_two_wrappers_of_one_piece_the_first_given_stands_inside() -> None:
    assert rendered(wrap(2, 4, "f(", ")"), wrap(2, 4, "g(", ")")) == "abg(f(cd))efgh"


def test_a_wrapper_holds_what_is_put_in_place_of_the_same_piece() -> None:
    assert rendered(Rewrite(2, 4, ("X",)), wrap(2, 4, "f(", ")")) == "abf(X)efgh"


def test_a_rewrite_that_removes_a_piece_removes_the_rewrites_in_it() -> None:
    assert rendered(Rewrite(1, 6, ()), Rewrite(2, 4, ("X",))) == "agh"


def test_a_piece_that_is_used_twice_is_rendered_twice() -> None:
    assert rendered(Rewrite(0, 4, (Span(1, 3), "+", Span(1, 3))), Rewrite(1, 2, ("X",))) == (
        "Xc+Xcefgh"
    )


def test_a_piece_from_elsewhere_is_rendered_with_its_rewrites() -> None:
    assert rendered(Rewrite(0, 1, (Span(5, 7),)), Rewrite(5, 6, ("X",))) == "XgbcdeXgh"


def test_a_piece_from_what_is_removed_is_rendered_with_its_rewrites() -> None:
    removed = Rewrite(4, 8, ())
    assert rendered(Rewrite(0, 1, (Span(5, 7),)), removed, Rewrite(5, 6, ("X",))) == "Xgbcd"


def test_pieces_that_repeat_one_another_come_to_an_end() -> None:
    circle = [Rewrite(0, 2, (Span(4, 6),)), Rewrite(4, 6, (Span(0, 2),))]
    assert Rendered(TEXT, circle).text


def test_what_is_inserted_where_a_piece_starts_stands_in_front_of_its_rewrite() -> None:
    assert rendered(Rewrite(2, 2, ("+",)), wrap(2, 4, "(", ")")) == "ab+(cd)efgh"


def test_what_is_inserted_where_a_piece_ends_stands_behind_its_rewrite() -> None:
    assert rendered(Rewrite(4, 4, ("+",)), wrap(2, 4, "(", ")")) == "ab(cd)+efgh"


def test_of_texts_inserted_at_one_place_the_lower_rank_comes_first() -> None:
    later, first = Rewrite(2, 2, ("y",), (3, "")), Rewrite(2, 2, ("x",), (1, ""))
    assert rendered(later, first) == "abxycdefgh"


def test_texts_of_one_rank_keep_the_order_in_which_they_are_given() -> None:
    assert rendered(Rewrite(2, 2, ("x",)), Rewrite(2, 2, ("y",))) == "abxycdefgh"


def test_a_rewrite_that_is_given_twice_is_made_once() -> None:
    assert rendered(Rewrite(2, 2, ("x",)), Rewrite(2, 2, ("x",))) == "abxcdefgh"


def test_two_rewrites_of_one_piece_are_a_conflict() -> None:
    first, second = Rewrite(2, 4, ("X",)), Rewrite(2, 4, ("Y",))
    conflicts = Rendered(TEXT, [first, second]).conflicts
    assert [set(conflict) for conflict in conflicts] == [{first, second}]


def test_a_rewrite_across_the_end_of_a_piece_is_a_conflict() -> None:
    outer, inner = Rewrite(0, 6, (Span(1, 4),)), Rewrite(3, 5, ("X",))
    assert Rendered(TEXT, [outer, inner]).conflicts == [Conflict(outer, inner)]


def test_what_cannot_be_written_is_left_out() -> None:
    assert rendered(impossible("no")) == TEXT


def test_the_result_knows_where_a_copied_character_comes_from() -> None:
    result = Rendered(TEXT, [Rewrite(2, 4, ("XYZ",))])
    assert result.origin(result.text.index("f")) == TEXT.index("f")


def test_the_result_knows_which_rewrite_a_literal_comes_from() -> None:
    assert Rendered(TEXT, [Rewrite(2, 4, ("XYZ",))]).origin(4) == 2


def test_the_result_knows_what_it_has_kept() -> None:
    result = Rendered(TEXT, [Rewrite(2, 4, ())])
    assert [result.keeps(1), result.keeps(2), result.keeps(4)] == [True, False, True]
