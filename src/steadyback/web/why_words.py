"""One plain sentence for every rule that the core can name as a reason.

A rule may have several sentences: the first whose conditions hold, and whose placeholders all have a value, is said.
The last of a rule has neither, so that there is always something to say.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from steadyback.web.why_sentences import Sentence, say, when
from steadyback.web.why_words_weeks import WEEKS

_GATE: Mapping[str, tuple[Sentence, ...]] = {
    "G-01": say(_("One of your answers can need urgent care, so exercise is paused until you have been seen.")),
    "G-02": say(
        when(_("Your specialist said not yet. Exercise waits until they say that you may begin."), approval="declined"),
        when(_("Your specialist's agreement has run out. Ask them for a new one."), approval="expired"),
        _("Your specialist's agreement is missing or has ended."),
    ),
    "G-03": say(_("One of your answers should be seen by a clinician before you begin.")),
    "G-04": say(_("The article asks you to see a spine specialist first, and no agreement is recorded yet.")),
    "G-05": say(
        when(_("Your specialist agreed that you may exercise."), approval="approved"),
        when(_("Your specialist agreed that you may exercise, within limits."), approval="approved_with_limits"),
        _("Nothing in your answers keeps you from beginning gently."),
    ),
    "X-01": say(
        when(_("You told us that something about your health has changed, so we ask the questions again."), yes="R7"),
        _("This flare-up has lasted %(flare_days)s days, so we ask the health questions again."),
        when(_("After four weeks without exercise we ask the health questions again before you begin."), gap=True),
        _("It is %(days_since_screening)s days since you answered the health questions. We ask again every 28 days."),
        _("Something has changed since you answered the health questions, so we ask them again."),
    ),
    "X-02": say(
        _("Your specialist's agreement ended on %(expired_on)s. It counts for six months."),
        _("Your specialist's agreement counts for six months, and that time is over."),
    ),
    "1.8": say(
        when(
            _("On %(said_on)s you were not sure about: “%(item)s” Now you say no, and you confirmed it."), said="unsure"
        ),
        _("On %(said_on)s you said yes to: “%(item)s” Now you say no, and you confirmed it."),
        _("You took back an answer from the last time, and you confirmed it."),
    ),
    "P14": say(
        when(_("You have not answered the health questions yet."), screening="none"),
        when(_("Some of the health questions are still open."), screening="not complete"),
        _("Something that we need to know is missing, so we take the most careful way."),
    ),
}

_LEVEL: Mapping[str, tuple[Sentence, ...]] = {
    "PL-01": say(
        when(_("Your back is easily stirred up at the moment, so we start very gently."), irritability="high"),
        when(_("Your back takes a while to settle, so we start gently."), irritability="moderate"),
        when(_("Your back settles quickly, so this allows any starting level."), irritability="low"),
        _("How easily your back is stirred up sets how gently we start."),
    ),
    "PL-02": say(
        _("You start at level %(level)s of 0 to 3: the most careful of what your answers allow."),
        _("Your level is the most careful of what your answers allow."),
    ),
    "PL-02.function": say(
        _("What your back makes hard (%(activities_mean)s of 10 on average) allows level %(allows)s at most."),
        _("Your Roland-Morris score of %(rmdq)s allows level %(allows)s at most."),
        _("We do not know yet what your back makes hard, so we start carefully."),
    ),
    "PL-02.activity": say(
        _("You move %(active_min_per_week)s minutes a week, which allows level %(allows)s at most."),
        _("We do not know how much you move in a week, so level 1 is the most to start with."),
    ),
    "PL-02.caution": say(
        _("Because %(flags)s, level 2 is the most to start with."),
        _("One of your health answers asks for care, so level 2 is the most to start with."),
    ),
    "PL-02.age": say(
        _("At 75 or over, level 1 is the most to start with."),
    ),
    "PL-02.fall": say(_("You have fallen or feel unsteady, so level 1 is the most to start with.")),
}

_PLAN: Mapping[str, tuple[Sentence, ...]] = {
    "1.6": say(
        _("It is left out because %(flag)s."),
        _("It is left out because of one of your health answers."),
    ),
    "G-03.limits": say(
        when(_("Your specialist asked to leave out bending under load."), no_loaded_bending=True),
        _("Your specialist set level %(highest_level)s as the highest."),
        _("Your specialist set the amounts of level %(starting_level)s to start with."),
        _("Your specialist asked to leave out: %(excluded)s."),
        _("Your specialist set a limit."),
    ),
    "PL-03": say(
        _("%(minutes)s minutes in all is the amount for level %(level)s, with an easy start and an easy end inside."),
        _("Level %(level)s sets the amounts, and exercises up to step %(highest_tier)s of 4."),
        _("The amount is the one for level %(level)s, within what suits this exercise."),
        _("The amount is the one for your level, within what suits this exercise."),
    ),
    "PL-03.highest_tier": say(
        _("It is for later: step %(tier)s of 4, and for now you go up to step %(highest)s."),
        _("It is for a later level."),
    ),
    "PL-03.range": say(
        _("This exercise is done with 1 to %(sets_most)s sets of %(reps_least)s to %(reps_most)s repetitions."),
        _("This is outside what suits this exercise."),
    ),
    "PL-04": say(
        _("%(cardio)s days for heart and lungs and %(strength)s for strength take turns, with rest in between."),
        _("Days for heart and lungs and days for strength take turns, with rest in between."),
    ),
    "PL-04.moved": say(_("You moved this day. What was planned for both days has changed places.")),
    "PL-04.stays": say(
        when(_("This day stays where it is: two days of strength in a row leave too little rest."), because="strength"),
        when(_("This day stays where it is, because it is over."), because="past"),
        when(_("A day can only be moved within its own week."), because="week"),
        when(_("Both days have the same planned, so there is nothing to move."), because="same"),
        when(
            _("This day stays where it is, because you have already done something on one of the two."), because="done"
        ),
        _("This day stays where it is."),
    ),
    "PL-04.done": say(
        _(
            "You did strength on %(done_on)s, so the next strength day is %(moved_to)s: "
            "never strength on two days in a row."
        ),
        _("You did strength on %(done_on)s, so the day after it has none: never strength on two days in a row."),
        _("Strength is never on two days in a row, so one strength day was left out."),
    ),
    "PL-04.days": say(
        _(
            "On the %(days_chosen)s days that you chose fit %(cardio)s for heart and lungs and %(strength)s for "
            "strength, never strength on two days in a row. The full week has %(days_needed)s days."
        ),
        _("The sessions are fitted onto the days that you chose."),
    ),
    "PL-05": say(_("One exercise for each part of the body; the article's own exercise comes first.")),
    "PL-05.article": say(
        _("It is the article's own exercise for this part: %(slot)s."),
        _("It is the article's own exercise for this part of the body."),
    ),
    "PL-05.instead": say(
        _("It stands in for the article's exercise, which does not suit you now (%(slot)s)."),
        _("It stands in for what you chose, which does not suit you now."),
    ),
    "PL-05.lowest_tier": say(
        _("It is the gentlest exercise that suits you for this part: %(slot)s."),
        _("It is the gentlest exercise that suits you for this part of the body."),
    ),
    "PL-05.preference": say(_("It is the kind that you chose.")),
    "PL-05.warm_up": say(
        _("%(minutes)s easy minutes warm you up."),
        _("A few easy minutes warm you up."),
    ),
    "PL-05.position": say(
        _("You cannot take its position at the moment: %(positions)s."),
        _("You cannot take its position at the moment."),
    ),
    "PL-05.order": say(_("An order names each strength exercise of the session once.")),
    "PL-05.slot": say(
        _("%(chosen)s already works this part of the body."),
        _("Another exercise already works this part of the body."),
    ),
    "PL-05.taken": say(_("The exercises that suit you for this part are already in the session.")),
    "PL-05.time": say(
        when(_("A second set was left out to stay near the %(wanted)s minutes that you chose."), cut="set"),
        _("It was left out to stay near the %(wanted)s minutes that you chose. Stretches always stay."),
        _("It was left out to keep to the time that you chose."),
    ),
    "PL-05.over": say(
        _("Strength takes about %(minutes)s minutes, more than the %(wanted)s you chose: the stretches always stay."),
        _("Strength takes a little longer than you chose, because the stretches always stay."),
    ),
    "P12": say(_("While you exercise, your plan only ever becomes less, never more.")),
    "P9": say(
        _("Heart and lungs grow to %(most)s minutes at most in this step."),
        _("A session for heart and lungs has %(least)s minutes at least."),
        when(_("Heart and lungs grow once a week at most."), again=False),
        _("Heart and lungs grow in small steps, once a week at most."),
    ),
    "PL-06": say(_("Some of what you told us, such as sleep or worry, is worth talking about with your clinician.")),
}

_SESSION: Mapping[str, tuple[Sentence, ...]] = {
    "S-01": say(_("One of the signs that you tapped can need urgent care.")),
    "S-02": say(_("New numbness in a leg needs a few more questions before anything else.")),
    "S-03": say(_("When you are feverish or ill, rest comes first. Exercise waits a day or two.")),
    "S-04": say(
        _("Your pain is at %(pain_before)s of 10. From 8 on, today is for settling, not for exercise."),
        _("From a pain of 8 on, today is for settling, not for exercise."),
    ),
    "S-05": say(
        _("Your pain is at %(pain_before)s of 10. At 6 or 7 only the gentle list is used today."),
        _("At a pain of 6 or 7 only the gentle list is used today."),
    ),
    "S-06": say(_("Nothing that you told us today speaks against your session.")),
    "M-01": say(_("Chest pain, faintness or unusual breathlessness needs help at once.")),
    "M-02": say(_("New numbness or weakness ends the session, so that you can be seen.")),
    "M-03": say(_("Sharp pain, or pain that spreads further down the leg, stops the exercise.")),
    "M-04": say(
        _("%(stops)s exercises were stopped, so the session ended there."),
        _("Pain of %(p)s was above today's limit of %(limit)s, so the exercise was stopped."),
        _("Pain above today's limit stops the exercise. A second stop ends the session."),
    ),
    "M-05": say(
        _("Pain went from %(p0)s to %(p)s, so the exercise becomes smaller: half the range or fewer repetitions."),
        _("Pain rose a little, so the exercise becomes smaller: half the range or fewer repetitions."),
    ),
    "M-06": say(_("Pain stayed within today's limit, so you can carry on.")),
    "R-01": say(_("New numbness or weakness together with a warning sign needs emergency care.")),
    "R-02": say(_("New numbness or weakness in a leg should be seen by a clinician the same day.")),
    "R-03": say(_("Pain of 8 or more on several days should be seen by a clinician within two days.")),
    "R-09": say(_("Chest pain, faintness or palpitations in exercise need emergency care.")),
    "R-10": say(_("This sign in pregnancy should be seen by your maternity unit the same day.")),
    "FALL": say(_("A fall ends the session, so that you can take care of yourself first.")),
    "A08": say(
        when(_("You tapped a new hard fall or blow, and nobody has looked at it yet."), yes="R6"),
        when(_("You fell hard, or new pain came with the fall."), hurt="yes"),
        when(_("You were not sure whether the fall hurt you, so it should be looked at."), hurt="unsure"),
    ),
    "A09": say(when(_("You tapped fever or feeling very unwell, together with your back pain."), yes="R5")),
    "R1": say(_("You tapped a change with pee, bowels or the feeling between your legs.")),
    "R2": say(_("You tapped trouble in both legs, or a leg that is getting weaker.")),
    "R3": say(_("You tapped new numbness in a leg or foot.")),
    "R4": say(_("You tapped chest pain, faintness or breathlessness.")),
    "R5": say(_("You tapped fever or feeling very unwell.")),
    "R6": say(_("You tapped a new hard fall or blow.")),
    "R7": say(_("You tapped pregnancy, or a new illness, operation or medicine.")),
}

_COMBINATIONS: Mapping[str, tuple[Sentence, ...]] = {
    "K01": say(_("Cancer in the past together with weight loss, constant pain or new mid-back pain needs a check.")),
    "K02": say(_("Cancer in the past together with trouble in the legs or balance needs urgent care.")),
    "K03": say(_("Fever with a weak immune system, or after an operation or injection, needs urgent care.")),
    "K04": say(_("Weight loss together with fever should be seen the same day.")),
    "K05": say(_("With a heart, vessel, diabetes or kidney condition, ask a clinician before you do more.")),
    "K06": say(_("You have such a condition and already exercise, so the effort stays moderate.")),
    "K07": say(
        _("You are %(weeks)s weeks pregnant. From week 14 we leave out lying flat on your back or front."),
        _("In later pregnancy we leave out lying flat on your back or front."),
    ),
    "K08": say(
        when(
            _("Pain or tingling below the knee that no clinician has examined in two weeks. Have it examined first."),
            disposition="CLINICIAN_FIRST",
        ),
        _("Until a clinician has examined your leg, you do walking, the gentle brace and hip work only."),
    ),
    "K09": say(_("A first back pain from age 70 on should be seen by a clinician before you begin.")),
    "K10": say(_("Getting down to the floor is hard for you, so everything is done standing or sitting.")),
    "K11": say(_("You chose not to answer one question, so we show you the warning signs again.")),
    "K12": say(_("Balance practice is worth adding: ask your clinician or trainer about it.")),
}

WORDS: Mapping[str, tuple[Sentence, ...]] = {**_GATE, **_LEVEL, **_PLAN, **_SESSION, **WEEKS, **_COMBINATIONS}
