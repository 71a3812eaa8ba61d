"""The words of the rules that act over the weeks (specification 3.7 to 3.10); see `why_words`."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from steadyback.web.why_sentences import Sentence, say, when

WEEKS: Mapping[str, tuple[Sentence, ...]] = {
    "N-01": say(
        _("Your pain was %(morning)s this morning, usually it is %(usual)s. So the last step is taken back."),
        _("Your pain was clearly higher on the morning after, so the last step is taken back."),
    ),
    "N-02": say(
        _("Your pain was %(morning)s this morning, usually it is %(usual)s. So the amount stays as it is."),
        _("Your pain was a little higher on the morning after, so the amount stays as it is."),
    ),
    "W-01": say(
        _("Your average pain went from %(before)s to %(now)s in a week, so nothing grows for now."),
        _("Your average pain is a little higher than the week before, so nothing grows for now."),
    ),
    "W-01.worse": say(
        _("Your average pain went from %(before)s to %(now)s in a week, so everything becomes one step lighter."),
        _("Your average pain is clearly higher than the week before, so everything becomes one step lighter."),
    ),
    "W-02": say(
        when(
            _("You held longer than asked, twice in a row, so a small step more is right."), sessions=2, reps_left=None
        ),
        _("You did it well in %(sessions)s sessions in a row and could have done %(reps_left)s more."),
        _("You did all %(cardio_sessions)s sessions for heart and lungs, and they felt comfortable."),
        _("You did it well in your last sessions, so a small step more is right."),
    ),
    "RED": say(_("A warning sign has to be looked at first.")),
    "REFER": say(_("Somebody should have a look first, so the amount stays as it is until then.")),
    "F-01": say(
        when(
            _("You told us that you have a flare-up. They are common and usually settle. Keep moving gently."),
            told=True,
        ),
        _("Your pain has been %(pain)s for more than a day, usually it is %(usual)s: a flare-up. They usually settle."),
        _("You have a flare-up. They are common and usually settle. Keep moving gently."),
    ),
    "F-02": say(
        when(_("Gentle movement keeps you supple while the flare-up settles."), mobility=True),
        when(
            _("Walk 5 to 10 minutes, two or three times a day, as your pain allows. Warmth is fine if it helps."),
            times="2-3",
        ),
        _("During a flare-up there are short walks and gentle movement, and no strength work."),
    ),
    "F-03": say(
        _("For %(mornings)s mornings your pain was near its usual, so the flare-up is over. You build up again."),
        _("Your pain is near its usual again, so the flare-up is over. You build up again."),
    ),
    "F-04": say(
        _("After a flare-up you build up again: at present about %(percent)s %% of your usual amount."),
        _("After a flare-up you build up again step by step."),
    ),
    "F-05": say(
        _("This flare-up has lasted %(days)s days, so a clinician should have a look."),
        _("It was %(flares)s flare-ups in six weeks, so a clinician should have a look."),
        _("Your pain has been high for three days, so a clinician should have a look."),
        _("This flare-up should be looked at by a clinician."),
    ),
    "4.2.level": say(
        _("This test comes from level %(from)s on."),
        _("This test comes at a later level."),
    ),
    "R-04": say(
        _("What your back keeps you from went up from %(best)s to %(now)s. See a clinician within a week."),
        _("Your back keeps you from more than it did. See a clinician within a week."),
    ),
    "R-05": say(
        _("After six weeks neither pain nor daily life is easier. A review with a physiotherapist is worthwhile.")
    ),
    "R-06": say(
        _(
            "After twelve weeks neither pain nor daily life is easier. Ask your clinician what else could help, "
            "such as a programme that works on body and mind together."
        ),
    ),
    "R-07": say(_("Your leg is not better after six weeks. Show it to a clinician at your next chance.")),
    "R-07.worse": say(_("Your leg is getting worse. See a clinician within a week.")),
    "R-08": say(
        _("In %(sessions)s sessions the camera saw this movement unsteady: %(exercise)s. A trainer could have a look."),
        _("The camera saw this movement unsteady several times. A trainer could have a look."),
    ),
    "R-11": say(_("Worry, sleep or trust in moving have been hard for four weeks. It helps to talk about it.")),
    "PL-06.quota": say(
        _("You go by a fixed amount now: %(quota)s, on good days and on bad days."),
        _("You go by a fixed amount now, the same on good days and on bad days."),
    ),
    "PL-06.met": say(_("You did the agreed amount, so the next one is a little more.")),
    "PL-06.missed": say(
        _("The agreed amount was not reached twice in a row, so it becomes smaller: %(quota)s."),
        _("The agreed amount was not reached twice in a row, so it becomes smaller."),
    ),
    "3.8.nothing": say(_("There is no reason to change it yet.")),
    "3.8.stopped": say(_("You stopped it the last time, so the amount stays as it is.")),
    "3.8.stopped_again": say(
        _("You stopped it in %(stops)s sessions, so it becomes lighter."),
        _("You stopped it more than once, so it becomes lighter."),
    ),
    "3.8.effort_hard": say(
        _("It felt hard (%(effort)s of 10), so the amount stays as it is."),
        _("It felt hard, so the amount stays as it is."),
    ),
    "3.8.effort_very_hard": say(
        _("It felt very hard (%(effort)s of 10), so it becomes lighter."),
        _("It felt very hard, so it becomes lighter."),
    ),
    "3.8.form": say(_("The movement was not steady yet, so the amount stays as it is.")),
    "3.8.gap": say(
        _("%(days)s days went by without it, so you repeat what you did last."),
        _("Some days went by without it, so you repeat what you did last."),
    ),
    "3.8.long_gap": say(
        _("%(days)s days went by without it, so you come back a level lower."),
        _("Two weeks went by without it, so you come back a level lower."),
    ),
    "3.8.restart": say(
        _("%(days)s days went by without exercise, so you begin again."),
        _("Four weeks went by without exercise, so you begin again."),
    ),
    "3.8.deload": say(
        when(_("This is an easy week: a little less of everything, so that your body can catch up."), easy_week=True),
        _("After %(weeks)s weeks of training comes an easy one."),
        _("Every fourth week is an easy one."),
    ),
    "3.8.caps": say(
        when(_("Something else has grown this week, so this waits its turn."), exercises=2),
        _("A week grows by a fifth at most, so this waits its turn."),
    ),
    "3.8.top": say(
        _("It is at the most for level %(level)s. You can choose a harder version if you like."),
        _("It is at the most for your level."),
    ),
    "3.8.floor": say(_("It is already the lightest that we have for this part of the body.")),
    "3.8.level_up": say(
        _("For %(days)s days you have done the most of your level, so the next one opens. Steps stay small."),
        _("You have done the most of your level for two weeks, so the next one opens. Steps stay small."),
    ),
    "3.8.level_down": say(_("Two weeks in a row something had to become lighter, so you go on a level lower.")),
    "3.8.own_step": say(
        when(_("One more day with strength from this week on. Nothing else grows this week."), step="strength_days"),
        when(_("Stretches are held longer from this week on. Nothing else grows this week."), step="stretch_level"),
        when(_("An exercise for daily life joins this week. Nothing else grows."), step="functional"),
        when(_("An exercise for another part of your body joins this week. Nothing else grows."), step="slot"),
        _("One thing grows this week, and nothing else."),
    ),
    "3.8.chosen": say(_("You or your trainer chose it.")),
    "3.8.dose_chosen": say(_("Your trainer chose this amount.")),
    "3.8.largest_step": say(
        _("One step grows an exercise by two fifths at most: from %(now)s to %(most)s repetitions in all."),
        _("One step grows an exercise by two fifths at most."),
    ),
    "3.8.steps": say(
        _("A new set begins with %(reps)s repetitions at most."),
        _("A new set begins with fewer repetitions."),
    ),
    "3.8.untried": say(_("The last step has not been tried yet, so the next one waits.")),
    "3.8.harder": say(_("A harder version comes once you do the most of the present one.")),
    "3.8.away": say(_("You told us that you are away on that day.")),
}
