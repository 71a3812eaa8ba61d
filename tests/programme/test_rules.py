import re

from steadyback.programme.rules import at_level, load_rules, rules_sha256, threshold, thresholds, whole


def test_every_threshold_says_its_unit_its_evidence_and_whether_it_is_a_default() -> None:
    for rule in load_rules().values():
        assert rule.unit, rule.id
        assert rule.evidence in {"E", "C", "B", "D"}, rule.id
        assert rule.default, f"{rule.id} is signed off by nobody yet"


def test_values_come_by_their_rule_id() -> None:
    assert threshold("X-01.rescreen_days") == 28
    assert whole("X-02.approval_months") == 6
    assert thresholds("PL-01.settle_h") == (24, 1)


def test_the_doses_of_a_level_never_fall_towards_the_next() -> None:
    for rule_id in load_rules():
        if rule_id.startswith("PL-03.") and len(thresholds(rule_id)) == 4:
            doses = [at_level(rule_id, level) for level in range(4)]
            assert doses == sorted(doses), rule_id


def test_a_level_below_the_table_takes_the_lowest() -> None:
    assert at_level("PL-03.reps", -1) == 5


def test_the_hash_names_one_table() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", rules_sha256())
    assert rules_sha256() == rules_sha256()
