"""One plain sentence for every rule that the core can name as a reason.

A rule may have several sentences: the first whose conditions hold, and whose placeholders all have a value, is said.
The last of a rule has neither, so that there is always something to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from steadyback.records.reasons import Value


@dataclass(frozen=True, slots=True)
class Sentence:
    """English source text with %(name)s placeholders; `when` are the values that must be so for it to be said."""

    text: str
    when: Mapping[str, Value] = field(default_factory=dict)


def _if(text: str, **when: Value) -> Sentence:
    return Sentence(text, when)


def _say(*texts: str | Sentence) -> tuple[Sentence, ...]:
    return tuple(text if isinstance(text, Sentence) else Sentence(text) for text in texts)


_GATE: Mapping[str, tuple[Sentence, ...]] = {
    "G-01": _say(_("One of your answers can need urgent care, so exercise is paused until you have been seen.")),
    "G-02": _say(
        _if(_("Your specialist said not yet. Exercise waits until they say that you may begin."), approval="declined"),
        _if(_("Your specialist's agreement has run out. Ask them for a new one."), approval="expired"),
        _("Your specialist's agreement is missing or has ended."),
    ),
    "G-03": _say(_("One of your answers should be seen by a clinician before you begin.")),
    "G-04": _say(_("The article asks you to see a spine specialist first, and no agreement is recorded yet.")),
    "G-05": _say(
        _if(_("Your specialist agreed that you may exercise."), approval="approved"),
        _if(_("Your specialist agreed that you may exercise, within limits."), approval="approved_with_limits"),
        _("Nothing in your answers keeps you from beginning gently."),
    ),
    "X-01": _say(
        _if(_("You told us that something about your health has changed, so we ask the questions again."), yes="R7"),
        _("This flare-up has lasted %(flare_days)s days, so we ask the health questions again."),
        _if(_("After four weeks without exercise we ask the health questions again before you begin."), gap=True),
        _("It is %(days_since_screening)s days since you answered the health questions. We ask again every 28 days."),
        _("Something has changed since you answered the health questions, so we ask them again."),
    ),
    "X-02": _say(
        _("Your specialist's agreement ended on %(expired_on)s. It counts for six months."),
        _("Your specialist's agreement counts for six months, and that time is over."),
    ),
    "1.8": _say(
        _if(
            _("On %(said_on)s you were not sure about: “%(item)s” Now you say no, and you confirmed it."), said="unsure"
        ),
        _("On %(said_on)s you said yes to: “%(item)s” Now you say no, and you confirmed it."),
        _("You took back an answer from the last time, and you confirmed it."),
    ),
    "P14": _say(
        _if(_("You have not answered the health questions yet."), screening="none"),
        _if(_("Some of the health questions are still open."), screening="not complete"),
        _("Something that we need to know is missing, so we take the most careful way."),
    ),
}

_LEVEL: Mapping[str, tuple[Sentence, ...]] = {
    "PL-01": _say(
        _if(_("Your back is easily stirred up at the moment, so we start very gently."), irritability="high"),
        _if(_("Your back takes a while to settle, so we start gently."), irritability="moderate"),
        _if(_("Your back settles quickly, so this allows any starting level."), irritability="low"),
        _("How easily your back is stirred up sets how gently we start."),
    ),
    "PL-02": _say(
        _("You start at level %(level)s of 0 to 3: the most careful of what your answers allow."),
        _("Your level is the most careful of what your answers allow."),
    ),
    "PL-02.function": _say(
        _("What your back makes hard (%(activities_mean)s of 10 on average) allows level %(allows)s at most."),
        _("Your Roland-Morris score of %(rmdq)s allows level %(allows)s at most."),
        _("We do not know yet what your back makes hard, so we start carefully."),
    ),
    "PL-02.activity": _say(
        _("You move %(active_min_per_week)s minutes a week, which allows level %(allows)s at most."),
        _("We do not know how much you move in a week, so level 1 is the most to start with."),
    ),
    "PL-02.caution": _say(
        _("Because %(flags)s, level 2 is the most to start with."),
        _("One of your health answers asks for care, so level 2 is the most to start with."),
    ),
    "PL-02.age": _say(
        _("At 75 or over, level 1 is the most to start with."),
    ),
    "PL-02.fall": _say(_("You have fallen or feel unsteady, so level 1 is the most to start with.")),
}

_PLAN: Mapping[str, tuple[Sentence, ...]] = {
    "1.6": _say(
        _("It is left out because %(flag)s."),
        _("It is left out because of one of your health answers."),
    ),
    "G-03.limits": _say(
        _if(_("Your specialist asked to leave out bending under load."), no_loaded_bending=True),
        _("Your specialist set level %(highest_level)s as the highest."),
        _("Your specialist set the amounts of level %(starting_level)s to start with."),
        _("Your specialist asked to leave out: %(excluded)s."),
        _("Your specialist set a limit."),
    ),
    "PL-03": _say(
        _("%(minutes)s minutes in all is the amount for level %(level)s, with an easy start and an easy end inside."),
        _("Level %(level)s sets the amounts, and exercises up to step %(highest_tier)s of 4."),
        _("The amount is the one for level %(level)s, within what suits this exercise."),
        _("The amount is the one for your level, within what suits this exercise."),
    ),
    "PL-03.highest_tier": _say(
        _("It is for later: step %(tier)s of 4, and for now you go up to step %(highest)s."),
        _("It is for a later level."),
    ),
    "PL-03.range": _say(
        _("This exercise is done with 1 to %(sets_most)s sets of %(reps_least)s to %(reps_most)s repetitions."),
        _("This is outside what suits this exercise."),
    ),
    "PL-04": _say(
        _("%(cardio)s days for heart and lungs and %(strength)s for strength take turns, with rest in between."),
        _("Days for heart and lungs and days for strength take turns, with rest in between."),
    ),
    "PL-04.moved": _say(_("You moved this day. What was planned for both days has changed places.")),
    "PL-04.stays": _say(
        _if(_("This day stays where it is: two days of strength in a row leave too little rest."), because="strength"),
        _if(_("This day stays where it is, because it is over."), because="past"),
        _if(_("A day can only be moved within its own week."), because="week"),
        _if(_("Both days have the same planned, so there is nothing to move."), because="same"),
        _if(
            _("This day stays where it is, because you have already done something on one of the two."), because="done"
        ),
        _("This day stays where it is."),
    ),
    "PL-04.done": _say(
        _(
            "You did strength on %(done_on)s, so the next strength day is %(moved_to)s: "
            "never strength on two days in a row."
        ),
        _("You did strength on %(done_on)s, so the day after it has none: never strength on two days in a row."),
        _("Strength is never on two days in a row, so one strength day was left out."),
    ),
    "PL-04.days": _say(
        _(
            "On the %(days_chosen)s days that you chose fit %(cardio)s for heart and lungs and %(strength)s for "
            "strength, never strength on two days in a row. The full week has %(days_needed)s days."
        ),
        _("The sessions are fitted onto the days that you chose."),
    ),
    "PL-05": _say(_("One exercise for each part of the body; the article's own exercise comes first.")),
    "PL-05.article": _say(
        _("It is the article's own exercise for this part: %(slot)s."),
        _("It is the article's own exercise for this part of the body."),
    ),
    "PL-05.instead": _say(
        _("It stands in for the article's exercise, which does not suit you now (%(slot)s)."),
        _("It stands in for what you chose, which does not suit you now."),
    ),
    "PL-05.lowest_tier": _say(
        _("It is the gentlest exercise that suits you for this part: %(slot)s."),
        _("It is the gentlest exercise that suits you for this part of the body."),
    ),
    "PL-05.preference": _say(_("It is the kind that you chose.")),
    "PL-05.warm_up": _say(
        _("%(minutes)s easy minutes warm you up."),
        _("A few easy minutes warm you up."),
    ),
    "PL-05.position": _say(
        _("You cannot take its position at the moment: %(positions)s."),
        _("You cannot take its position at the moment."),
    ),
    "PL-05.order": _say(_("An order names each strength exercise of the session once.")),
    "PL-05.slot": _say(
        _("%(chosen)s already works this part of the body."),
        _("Another exercise already works this part of the body."),
    ),
    "PL-05.taken": _say(_("The exercises that suit you for this part are already in the session.")),
    "PL-05.time": _say(
        _if(_("A second set was left out to stay near the %(wanted)s minutes that you chose."), cut="set"),
        _("It was left out to stay near the %(wanted)s minutes that you chose. Stretches always stay."),
        _("It was left out to keep to the time that you chose."),
    ),
    "PL-05.over": _say(
        _("Strength takes about %(minutes)s minutes, more than the %(wanted)s you chose: the stretches always stay."),
        _("Strength takes a little longer than you chose, because the stretches always stay."),
    ),
    "P12": _say(_("While you exercise, your plan only ever becomes less, never more.")),
    "P9": _say(
        _("Heart and lungs grow to %(most)s minutes at most in this step."),
        _("A session for heart and lungs has %(least)s minutes at least."),
        _if(_("Heart and lungs grow once a week at most."), again=False),
        _("Heart and lungs grow in small steps, once a week at most."),
    ),
    "PL-06": _say(_("Some of what you told us, such as sleep or worry, is worth talking about with your clinician.")),
}

_SESSION: Mapping[str, tuple[Sentence, ...]] = {
    "S-01": _say(_("One of the signs that you tapped can need urgent care.")),
    "S-02": _say(_("New numbness in a leg needs a few more questions before anything else.")),
    "S-03": _say(_("When you are feverish or ill, rest comes first. Exercise waits a day or two.")),
    "S-04": _say(
        _("Your pain is at %(pain_before)s of 10. From 8 on, today is for settling, not for exercise."),
        _("From a pain of 8 on, today is for settling, not for exercise."),
    ),
    "S-05": _say(
        _("Your pain is at %(pain_before)s of 10. At 6 or 7 only the gentle list is used today."),
        _("At a pain of 6 or 7 only the gentle list is used today."),
    ),
    "S-06": _say(_("Nothing that you told us today speaks against your session.")),
    "M-01": _say(_("Chest pain, faintness or unusual breathlessness needs help at once.")),
    "M-02": _say(_("New numbness or weakness ends the session, so that you can be seen.")),
    "M-03": _say(_("Sharp pain, or pain that spreads further down the leg, stops the exercise.")),
    "M-04": _say(
        _("%(stops)s exercises were stopped, so the session ended there."),
        _("Pain of %(p)s was above today's limit of %(limit)s, so the exercise was stopped."),
        _("Pain above today's limit stops the exercise. A second stop ends the session."),
    ),
    "M-05": _say(
        _("Pain went from %(p0)s to %(p)s, so the exercise becomes smaller: half the range or fewer repetitions."),
        _("Pain rose a little, so the exercise becomes smaller: half the range or fewer repetitions."),
    ),
    "M-06": _say(_("Pain stayed within today's limit, so you can carry on.")),
    "R-01": _say(_("New numbness or weakness together with a warning sign needs emergency care.")),
    "R-02": _say(_("New numbness or weakness in a leg should be seen by a clinician the same day.")),
    "R-03": _say(_("Pain of 8 or more on several days should be seen by a clinician within two days.")),
    "R-09": _say(_("Chest pain, faintness or palpitations in exercise need emergency care.")),
    "R-10": _say(_("This sign in pregnancy should be seen by your maternity unit the same day.")),
    "FALL": _say(_("A fall ends the session, so that you can take care of yourself first.")),
    "A08": _say(
        _if(_("You tapped a new hard fall or blow, and nobody has looked at it yet."), yes="R6"),
        _if(_("You fell hard, or new pain came with the fall."), hurt="yes"),
        _if(_("You were not sure whether the fall hurt you, so it should be looked at."), hurt="unsure"),
    ),
    "A09": _say(_if(_("You tapped fever or feeling very unwell, together with your back pain."), yes="R5")),
    "R1": _say(_("You tapped a change with pee, bowels or the feeling between your legs.")),
    "R2": _say(_("You tapped trouble in both legs, or a leg that is getting weaker.")),
    "R3": _say(_("You tapped new numbness in a leg or foot.")),
    "R4": _say(_("You tapped chest pain, faintness or breathlessness.")),
    "R5": _say(_("You tapped fever or feeling very unwell.")),
    "R6": _say(_("You tapped a new hard fall or blow.")),
    "R7": _say(_("You tapped pregnancy, or a new illness, operation or medicine.")),
}

_COMBINATIONS: Mapping[str, tuple[Sentence, ...]] = {
    "K01": _say(_("Cancer in the past together with weight loss, constant pain or new mid-back pain needs a check.")),
    "K02": _say(_("Cancer in the past together with trouble in the legs or balance needs urgent care.")),
    "K03": _say(_("Fever with a weak immune system, or after an operation or injection, needs urgent care.")),
    "K04": _say(_("Weight loss together with fever should be seen the same day.")),
    "K05": _say(_("With a heart, vessel, diabetes or kidney condition, ask a clinician before you do more.")),
    "K06": _say(_("You have such a condition and already exercise, so the effort stays moderate.")),
    "K07": _say(
        _("You are %(weeks)s weeks pregnant. From week 14 we leave out lying flat on your back or front."),
        _("In later pregnancy we leave out lying flat on your back or front."),
    ),
    "K08": _say(
        _if(
            _("Pain or tingling below the knee that no clinician has examined in two weeks. Have it examined first."),
            disposition="CLINICIAN_FIRST",
        ),
        _("Until a clinician has examined your leg, you do walking, the gentle brace and hip work only."),
    ),
    "K09": _say(_("A first back pain from age 70 on should be seen by a clinician before you begin.")),
    "K10": _say(_("Getting down to the floor is hard for you, so everything is done standing or sitting.")),
    "K11": _say(_("You chose not to answer one question, so we show you the warning signs again.")),
    "K12": _say(_("Balance practice is worth adding: ask your clinician or trainer about it.")),
}

_WEEKS: Mapping[str, tuple[Sentence, ...]] = {
    "N-01": _say(
        _("Your pain was %(morning)s this morning, usually it is %(usual)s. So the last step is taken back."),
        _("Your pain was clearly higher on the morning after, so the last step is taken back."),
    ),
    "N-02": _say(
        _("Your pain was %(morning)s this morning, usually it is %(usual)s. So the amount stays as it is."),
        _("Your pain was a little higher on the morning after, so the amount stays as it is."),
    ),
    "W-01": _say(
        _("Your average pain went from %(before)s to %(now)s in a week, so nothing grows for now."),
        _("Your average pain is a little higher than the week before, so nothing grows for now."),
    ),
    "W-01.worse": _say(
        _("Your average pain went from %(before)s to %(now)s in a week, so everything becomes one step lighter."),
        _("Your average pain is clearly higher than the week before, so everything becomes one step lighter."),
    ),
    "W-02": _say(
        _if(
            _("You held longer than asked, twice in a row, so a small step more is right."), sessions=2, reps_left=None
        ),
        _("You did it well in %(sessions)s sessions in a row and could have done %(reps_left)s more."),
        _("You did all %(cardio_sessions)s sessions for heart and lungs, and they felt comfortable."),
        _("You did it well in your last sessions, so a small step more is right."),
    ),
    "RED": _say(_("A warning sign has to be looked at first.")),
    "REFER": _say(_("Somebody should have a look first, so the amount stays as it is until then.")),
    "F-01": _say(
        _if(
            _("You told us that you have a flare-up. They are common and usually settle. Keep moving gently."),
            told=True,
        ),
        _("Your pain has been %(pain)s for more than a day, usually it is %(usual)s: a flare-up. They usually settle."),
        _("You have a flare-up. They are common and usually settle. Keep moving gently."),
    ),
    "F-02": _say(
        _if(_("Gentle movement keeps you supple while the flare-up settles."), mobility=True),
        _if(
            _("Walk 5 to 10 minutes, two or three times a day, as your pain allows. Warmth is fine if it helps."),
            times="2-3",
        ),
        _("During a flare-up there are short walks and gentle movement, and no strength work."),
    ),
    "F-03": _say(
        _("For %(mornings)s mornings your pain was near its usual, so the flare-up is over. You build up again."),
        _("Your pain is near its usual again, so the flare-up is over. You build up again."),
    ),
    "F-04": _say(
        _("After a flare-up you build up again: at present about %(percent)s %% of your usual amount."),
        _("After a flare-up you build up again step by step."),
    ),
    "F-05": _say(
        _("This flare-up has lasted %(days)s days, so a clinician should have a look."),
        _("It was %(flares)s flare-ups in six weeks, so a clinician should have a look."),
        _("Your pain has been high for three days, so a clinician should have a look."),
        _("This flare-up should be looked at by a clinician."),
    ),
    "4.2.level": _say(
        _("This test comes from level %(from)s on."),
        _("This test comes at a later level."),
    ),
    "R-04": _say(
        _("What your back keeps you from went up from %(best)s to %(now)s. See a clinician within a week."),
        _("Your back keeps you from more than it did. See a clinician within a week."),
    ),
    "R-05": _say(
        _("After six weeks neither pain nor daily life is easier. A review with a physiotherapist is worthwhile.")
    ),
    "R-06": _say(
        _(
            "After twelve weeks neither pain nor daily life is easier. Ask your clinician what else could help, "
            "such as a programme that works on body and mind together."
        ),
    ),
    "R-07": _say(_("Your leg is not better after six weeks. Show it to a clinician at your next chance.")),
    "R-07.worse": _say(_("Your leg is getting worse. See a clinician within a week.")),
    "R-08": _say(
        _("In %(sessions)s sessions the camera saw this movement unsteady: %(exercise)s. A trainer could have a look."),
        _("The camera saw this movement unsteady several times. A trainer could have a look."),
    ),
    "R-11": _say(_("Worry, sleep or trust in moving have been hard for four weeks. It helps to talk about it.")),
    "PL-06.quota": _say(
        _("You go by a fixed amount now: %(quota)s, on good days and on bad days."),
        _("You go by a fixed amount now, the same on good days and on bad days."),
    ),
    "PL-06.met": _say(_("You did the agreed amount, so the next one is a little more.")),
    "PL-06.missed": _say(
        _("The agreed amount was not reached twice in a row, so it becomes smaller: %(quota)s."),
        _("The agreed amount was not reached twice in a row, so it becomes smaller."),
    ),
    "3.8.nothing": _say(_("There is no reason to change it yet.")),
    "3.8.stopped": _say(_("You stopped it the last time, so the amount stays as it is.")),
    "3.8.stopped_again": _say(
        _("You stopped it in %(stops)s sessions, so it becomes lighter."),
        _("You stopped it more than once, so it becomes lighter."),
    ),
    "3.8.effort_hard": _say(
        _("It felt hard (%(effort)s of 10), so the amount stays as it is."),
        _("It felt hard, so the amount stays as it is."),
    ),
    "3.8.effort_very_hard": _say(
        _("It felt very hard (%(effort)s of 10), so it becomes lighter."),
        _("It felt very hard, so it becomes lighter."),
    ),
    "3.8.form": _say(_("The movement was not steady yet, so the amount stays as it is.")),
    "3.8.gap": _say(
        _("%(days)s days went by without it, so you repeat what you did last."),
        _("Some days went by without it, so you repeat what you did last."),
    ),
    "3.8.long_gap": _say(
        _("%(days)s days went by without it, so you come back a level lower."),
        _("Two weeks went by without it, so you come back a level lower."),
    ),
    "3.8.restart": _say(
        _("%(days)s days went by without exercise, so you begin again."),
        _("Four weeks went by without exercise, so you begin again."),
    ),
    "3.8.deload": _say(
        _if(_("This is an easy week: a little less of everything, so that your body can catch up."), easy_week=True),
        _("After %(weeks)s weeks of training comes an easy one."),
        _("Every fourth week is an easy one."),
    ),
    "3.8.caps": _say(
        _if(_("Something else has grown this week, so this waits its turn."), exercises=2),
        _("A week grows by a fifth at most, so this waits its turn."),
    ),
    "3.8.top": _say(
        _("It is at the most for level %(level)s. You can choose a harder version if you like."),
        _("It is at the most for your level."),
    ),
    "3.8.floor": _say(_("It is already the lightest that we have for this part of the body.")),
    "3.8.level_up": _say(
        _("For %(days)s days you have done the most of your level, so the next one opens. Steps stay small."),
        _("You have done the most of your level for two weeks, so the next one opens. Steps stay small."),
    ),
    "3.8.level_down": _say(_("Two weeks in a row something had to become lighter, so you go on a level lower.")),
    "3.8.own_step": _say(
        _if(_("One more day with strength from this week on. Nothing else grows this week."), step="strength_days"),
        _if(_("Stretches are held longer from this week on. Nothing else grows this week."), step="stretch_level"),
        _if(_("An exercise for daily life joins this week. Nothing else grows."), step="functional"),
        _if(_("An exercise for another part of your body joins this week. Nothing else grows."), step="slot"),
        _("One thing grows this week, and nothing else."),
    ),
    "3.8.chosen": _say(_("You or your trainer chose it.")),
    "3.8.dose_chosen": _say(_("Your trainer chose this amount.")),
    "3.8.largest_step": _say(
        _("One step grows an exercise by two fifths at most: from %(now)s to %(most)s repetitions in all."),
        _("One step grows an exercise by two fifths at most."),
    ),
    "3.8.steps": _say(
        _("A new set begins with %(reps)s repetitions at most."),
        _("A new set begins with fewer repetitions."),
    ),
    "3.8.untried": _say(_("The last step has not been tried yet, so the next one waits.")),
    "3.8.harder": _say(_("A harder version comes once you do the most of the present one.")),
    "3.8.away": _say(_("You told us that you are away on that day.")),
}

WORDS: Mapping[str, tuple[Sentence, ...]] = {**_GATE, **_LEVEL, **_PLAN, **_SESSION, **_WEEKS, **_COMBINATIONS}
