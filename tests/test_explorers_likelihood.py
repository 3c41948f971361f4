"""What the explorers of chapter 2 say and draw, against mpmath and hand calculations."""

import gzip
import json
import re

import mpmath
import numpy as np
import pytest

from course_lib.explorers import explore_likelihood, explore_sigmoid, explore_softmax
from course_lib.explorers._explorer import said
from course_lib.explorers._likelihood import LOGITS, THREE_LOGITS, THROWS


def number(text):
    plain = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789"))
    return float(plain.replace(" · 10", "e").replace("infinity", "inf"))


def told(value, digits):
    """A small number keeps its own digits."""
    return said(float(value), ".3g" if abs(value) < 1e-3 else f".{digits}f")


def test_the_chapters_ten_throws():
    assert explore_likelihood().at() == [
        "10 throws, 7 of them heads, claim 0.7: the product is 0.00222, its log −6.11.",
        "The loss is 0.6109; it is lowest at the claim 0.7, the share of heads.",
        "The product, too, is highest at the claim 0.7.",
    ]


def test_two_thousand_throws_underflow_and_their_log_does_not():
    shown = explore_likelihood().at(throws=7)
    assert shown[0].endswith("1400 of them heads, claim 0.7: the product is 0, its log −1221.73.")
    assert shown[1].startswith("The loss is 0.6109;")
    assert shown[2].startswith("The product has underflowed")
    drawn = explore_likelihood().drawn(throws=7)
    assert "0.0 for every claim" in drawn.values()
    assert "0.0 for every claim" not in explore_likelihood().drawn(throws=6).values()


def test_product_log_and_loss_in_every_state():
    explorer = explore_likelihood()
    read = re.compile(r"(\d+) throws, (\d+) of .* product is (.+), its log (\S+)\.")
    for i, n in enumerate(THROWS):
        for tenths in range(11):
            for k in range(21):
                first, second, third = explorer.at(throws=i, share_of_heads=tenths, claim=k)
                shown = read.match(first)
                heads, p = n * tenths // 10, mpmath.mpf(k) / 20
                exact = p**heads * (1 - p) ** (n - heads)
                log = -mpmath.inf if exact == 0 else mpmath.log(exact)
                assert (int(shown[1]), int(shown[2])) == (n, heads)
                assert shown[4] == said(float(log), ".2f")
                assert f"The loss is {said(float(-log / n), '.4f')};" in second
                if float(exact) > 0:
                    assert number(shown[3]) == pytest.approx(float(exact), rel=0.006)
                    assert third == f"The product, too, is highest at the claim {tenths / 10:g}."
                else:
                    why = "The product has underflowed" if exact else "The claim rules out"
                    assert shown[3] == "0" and third.startswith(why)


def test_the_share_of_heads_is_the_best_claim():
    explorer = explore_likelihood([100])
    for tenths in range(11):
        states = [explorer.at(share_of_heads=tenths, claim=k) for k in range(21)]
        losses = [number(s[1].split(";")[0].removeprefix("The loss is ")) for s in states]
        products = [number(re.search(r"product is (.+), its", s[0])[1]) for s in states]
        assert np.argmin(losses) == np.argmax(products) == 2 * tenths
        assert f"lowest at the claim {tenths / 10:g}," in states[0][1]


def test_own_throws_may_be_of_any_whole_type():
    shown = explore_likelihood(np.array([200], np.uint8)).at()[0]
    assert shown.startswith("200 throws, 140 of them heads")


@pytest.mark.parametrize("throws", [15, 0, [10, -10], 10.0])
def test_throws_that_have_no_tenths_are_refused(throws):
    with pytest.raises(ValueError, match="throws must be positive whole multiples of 10"):
        explore_likelihood(throws)


def test_sigmoid_and_both_losses_in_every_state():
    explorer = explore_sigmoid()
    for i, z in enumerate(LOGITS):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        for y in (0, 1):
            log = -mpmath.log(p if y else 1 - p)
            slope, flat = p - y, 2 * (p - y) * p * (1 - p)
            assert explorer.at(logit=i, label=y) == [
                f"Logit {said(z)}: the model gives a 1 the probability {told(p, 5)}. "
                f"The label is {y}.",
                f"Cross-entropy {told(log, 5)}, with slope {told(slope, 5)}, which is p − y.",
                f"Squared error {told((p - y) ** 2, 5)}, with slope {told(flat, 5)}.",
            ]


def test_sure_and_wrong_as_in_the_chapter():
    at = explore_sigmoid().at(logit=int(np.flatnonzero(LOGITS == -8)[0]), label=1)
    assert "slope −0.99966" in at[1] and "slope −0.00067" in at[2]


def test_a_far_logit_keeps_its_loss():
    at = explore_sigmoid([-800, 800]).at(logit=0, label=1)
    assert at == [
        "Logit −800: the model gives a 1 the probability almost 0. The label is 1.",
        "Cross-entropy 800.00000, with slope almost −1, which is p − y.",
        "Squared error almost 1, with slope almost 0.",
    ]


def test_what_is_not_0_or_1_is_not_said_to_be():
    at = explore_sigmoid().at(logit=40, label=0)
    assert "probability 0.99995." in at[0] and "Cross-entropy 10.00005," in at[1]
    at = explore_sigmoid().at(logit=0, label=0)
    assert at[1] == "Cross-entropy 4.54 · 10⁻⁵, with slope 4.54 · 10⁻⁵, which is p − y."
    at = explore_softmax([0, 20, 40]).at(logit_of_sun=2, logit_of_cloud=0, logit_of_rain=0)
    assert at[0] == "Probabilities: sun almost 1, cloud 4.25 · 10⁻¹⁸, rain 4.25 · 10⁻¹⁸."
    assert at[2] == "Slopes, p − t: sun almost 1, cloud almost −1, rain 4.25 · 10⁻¹⁸."


def test_a_large_loss_stays_in_the_picture():
    assert explore_softmax([-50, 50]).panels[1].y.high == pytest.approx(100 + np.log(2))
    assert explore_softmax().panels[1].y.high == 7


def test_sigmoid_refuses_nan():
    with pytest.raises(ValueError, match="logits must be finite"):
        explore_sigmoid([0, np.nan])


@pytest.mark.parametrize("logits", [5, [1, 0], [[0, 1], [2, 3]]])
def test_sigmoid_refuses_what_is_no_row(logits):
    with pytest.raises(ValueError, match="logits must be at least 2 numbers in rising order"):
        explore_sigmoid(logits)


def test_softmax_refuses_a_table():
    with pytest.raises(ValueError, match="logits must be one row in rising order"):
        explore_softmax([[0, 1], [2, 3]])


def test_softmax_by_hand():
    explorer = explore_softmax(np.log([1, 2, 5]), classes=("a", "b", "c"))
    assert explorer.at(logit_of_a=0, logit_of_b=1, logit_of_c=2, came_true=2) == [
        "Probabilities: a 0.1250, b 0.2500, c 0.6250.",
        "What came true: c. The loss is 0.4700.",
        "Slopes, p − t: a 0.1250, b 0.2500, c −0.3750.",
    ]


def test_softmax_against_mpmath():
    explorer = explore_softmax()
    rng = np.random.default_rng(3)
    for i, j, k, truth in rng.integers([13, 13, 13, 3], size=(200, 4)).tolist():
        powers = [mpmath.exp(THREE_LOGITS[stop]) for stop in (i, j, k)]
        p = [float(power / sum(powers)) for power in powers]
        at = {"logit_of_sun": i, "logit_of_cloud": j, "logit_of_rain": k, "came_true": truth}
        first, second, third = explorer.at(**at)
        assert first == "Probabilities: sun {:.4f}, cloud {:.4f}, rain {:.4f}.".format(*p)
        loss = f"{float(-mpmath.log(p[truth])):.4f}"
        assert second == f"What came true: {('sun', 'cloud', 'rain')[truth]}. The loss is {loss}."
        slopes = (said(p[c] - (c == truth), ".4f") for c in range(3))
        assert third == "Slopes, p − t: sun {}, cloud {}, rain {}.".format(*slopes)


def test_only_differences_of_logits_count():
    explorer = explore_softmax()
    for shift in range(1, 6):
        low = explorer.at(logit_of_sun=3, logit_of_cloud=0, logit_of_rain=7)
        high = explorer.at(logit_of_sun=3 + shift, logit_of_cloud=shift, logit_of_rain=7 + shift)
        assert low == high


def test_what_the_classes_share_travels_once():
    data = json.loads(re.search(r'json">(.*?)</script>', explore_softmax().html)[1])
    used = {part["to"]: part["table"] for part in data["parts"]}
    assert used["said-p_0"] == used["said-p_1"] == used["said-p_2"]


@pytest.mark.parametrize("classes", [("a", "b"), ("a", "b", "a"), ("a", "b", "c", "d"), (1, 2, 3)])
def test_softmax_refuses_other_classes(classes):
    with pytest.raises(ValueError, match="classes must be three different names"):
        explore_softmax(classes=classes)


def test_the_chapters_explorers_are_light():
    sizes = [
        len(gzip.compress(make().html.encode()))
        for make in (explore_likelihood, explore_sigmoid, explore_softmax)
    ]
    assert max(sizes) < 30_000 and sum(sizes) < 150_000
