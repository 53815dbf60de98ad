"""The rules that find Kazakh terms: … дейін, … кешіктірмей, … ішінде, … сайын, тез арада."""

from tracker.domain.deadline import Every
from tracker.extract.dates import (
    after,
    calendar_day,
    day_of_month,
    end_of_unit,
    in_days,
    month_end,
    quarter_end,
    weekday,
    year_end,
)
from tracker.extract.lexicon import lexicon
from tracker.extract.term_rules import Rule, constant, daily, period, rule, vague

_KK = lexicon("kk")

_TO = r"(?:на|не|ға|ге|қа|ке)"
_UNTIL = r" (?:дейінгі мерзімде|дейін|шейін)"
_FROM = r"(?:нан|нен|дан|ден|тан|тен)"
_OF = r"(?:ның|нің|дың|дің|тың|тің)?"
_NOT_LATER = rf"{_FROM} (?:кешіктірмей|кешікпей|қалдырмай|асырмай|кешіктірмеуді?)"
_WHICH = r"(?P<which>осы|биылғы|биыл|ағымдағы|келесі|келер)"
_YEAR = (
    r"(?:(?:(?P<year>\d{4})\s*(?:жылғы|жылдың|жыл|ж\.)"
    rf"|{_WHICH}(?: жыл(?:ғы|дың))?)\s*)?"
)
_DAY = r"(?P<day>\d{1,2})(?:-?[а-яәі]{2,4})?"
_END = r" (?:соңына|аяғына)"
_UNIT = r"(?P<unit>апта|күн|тәулік|ай|тоқсан|жарты жыл|жыл|сағат)"
_CLOCK = r"сағат \d{1,2}[:.]\d\d-?(?:ге|ға|де|да)?"

_SEASONS = (
    r"(?:отырыс|жиналыс|кеңес|жиын|мәжіліс|маусым|мезгіл|сессия|мереке|сайлау|қыс|көктем|жаз|күз"
    r"|науқан|жыл|тасқын)"
)
_OF_SEASONS = (
    r"(?:келесі|кезекті|алдағы|таяудағы|жылыту|жылу|оқу|егін|жазғы|қысқы|көктемгі|күзгі|жаңа|осы"
    r"|астық|жинау|су|биылғы|қар)"
)

_NO_OBJECT = r"(?<![дтн][ыі])(?<![ыі]н)(?<![ғгқк][ае])(?<![ыі]п)(?<![а-яәі]{4}у)(?<!н[ае])"
_SUBJECT = (
    r"(?!(?:және|мен|бен|пен|ол|олар|әкім|бойынша|сондай-ақ)\s)"
    rf"[а-яәіңғүұқөһ-]++{_NO_OBJECT}"
)
"""A word that what happens may begin with: no object, no dative, no verb, no small word."""


def rules() -> tuple[Rule, ...]:
    """Return the rules; where terms overlap, the longest counts."""
    return (*_days(), *_ends(), *_spans(), *_periods(), *_vague())


def _month() -> str:
    return "(?P<name>" + "|".join(_KK.listed("dates", "months")) + ")"


def _days() -> tuple[Rule, ...]:
    """Return the rules of terms that name their day."""
    month = _month()
    weekdays = "|".join(_KK.listed("dates", "weekdays"))
    number = r"(?P<day>\d{1,2})-?(?:ы|і|сы|сі|шы|ші|ншы|нші|інші|ыншы)?"
    of_month = rf"{_YEAR}{month}{_OF}(?: айының)?"
    figures = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
    hours = rf"(?:ге|гі күнге| (?:түске|кешке|таңға|{_CLOCK}))?"
    return (
        rule(
            "until", rf"{_YEAR}{_DAY} {month}(?:ы|і|сы|сі)?{_TO}(?:{_UNTIL}| қарай)", calendar_day
        ),
        rule("until_of", rf"{of_month} {number}{_TO}{_UNTIL}", calendar_day),
        rule(
            "until_figures",
            rf"{figures}(?:\s*(?:жылға|ж\.|жыл))?(?:-?{_TO})?{_UNTIL}",
            calendar_day,
        ),
        rule("not_later", rf"{_YEAR}{_DAY} {month}{_NOT_LATER}", calendar_day),
        rule("not_later_of", rf"{of_month} {number}{_NOT_LATER}", calendar_day),
        rule("day", rf"осы айдың {number}{_TO}{_UNTIL}", day_of_month),
        rule(
            "weekday",
            rf"(?:(?:осы|келесі) )?(?P<weekday>{weekdays})(?:ға|ге|қа|ке| күніне){_UNTIL}",
            weekday,
        ),
        rule("tomorrow", rf"ертең{hours}{_UNTIL}", in_days(1)),
        rule(
            "today",
            rf"бүгін(?: кешке| түске|ге| күн соңына| {_CLOCK})? дейін",
            in_days(0),
        ),
    )


def _ends() -> tuple[Rule, ...]:
    """Return the rules of terms that name the end of a month, quarter or year."""
    of_year = rf"(?:(?P<year>\d{{4}})\s*(?:жылғы|жылдың|жыл|ж\.)|{_WHICH} жыл(?:дың)?|жылдың|жыл)"
    number = r"(?P<number>i{1,3}|iv|і{1,3}|іv|[1-4]|бірінші|екінші|үшінші|төртінші)"
    quarter = (
        rf"{number}(?:-?(?:ші|шы|інші|ншы))? (?:тоқсан|(?P<half>жартыжылды(?:қ|ғы)))(?:ның|тың)?"
    )
    return (
        rule("month_end", rf"{_YEAR}{_month()}{_OF}(?: айының)?{_END}{_UNTIL}", month_end),
        rule("year_end", rf"{of_year}{_END}{_UNTIL}", year_end),
        rule(
            "period_end",
            rf"(?:{_WHICH} )?(?P<unit>апта|айдың|ай|тоқсан|жартыжылдық){_OF}{_END}{_UNTIL}",
            end_of_unit,
        ),
        rule(
            "quarter",
            rf"{_YEAR}{quarter}(?:(?:{_END}|{_TO}){_UNTIL}|ында|нда|да| ішінде)",
            quarter_end,
        ),
    )


def _spans() -> tuple[Rule, ...]:
    """Return the rules of terms that are counted: екі апта ішінде, бір ай мерзімде."""
    numbers = sorted(_KK.table("dates", "numbers"), key=len, reverse=True)
    counted = rf"(?P<count>{'|'.join(numbers)}|\d{{1,3}}) (?P<working>жұмыс )?"
    within = rf"{_UNIT}(?:і|ы)?{_OF} (?:мерзім(?:нің)? )?ішінде"
    term = r"(?:дік|дық|тік|тық|лық|лік)? мерзім(?:де|ге дейін| ішінде)"
    return (
        rule("within", rf"(?:алдағы )?{counted}(?:күнтізбелік )?{within}", after),
        rule("within_units", rf"{counted}(?P<unit>күнде|аптада|айда)(?! (?:бір|1)\b)", after),
        rule("within_one", rf"(?P<unit>апта|ай|тоқсан|жыл|тәулік){_OF} ішінде", after),
        rule("in_term", rf"{counted}{_UNIT}(?:і|ы)?{term}", after),
        rule("not_later_within", rf"{counted}{_UNIT}(?:і|ы)?{_NOT_LATER}", after),
    )


def _periods() -> tuple[Rule, ...]:
    """Return the rules of terms that come again and again."""
    month = "|".join(_KK.listed("dates", "months"))
    monthly = r"(?:әр )?ай сайын(?: \d{1,2}-?[а-яәі]* дейін)?"
    return (
        period(
            Every.WEEK,
            r"(?:әр |әрбір )?апта сайын",
            r"аптасына (?:(?:бір|екі|үш|1|2) )?рет",
        ),
        period(
            Every.MONTH,
            monthly,
            r"айына (?:бір|екі|1|2) рет",
            rf"әр айдың \d{{1,2}}-?[а-яәі]*{_UNTIL}",
        ),
        period(
            Every.QUARTER,
            r"(?:әр )?тоқсан сайын",
            r"әр тоқсанның соңында",
            r"тоқсанына (?:бір|1) рет",
        ),
        period(
            Every.HALF_YEAR,
            r"(?:әр )?жарты жыл(?:да)? сайын",
            r"жартыжылдық сайын",
            r"жарты жылда бір(?: рет)?",
            r"жылына (?:екі|2) рет",
        ),
        period(
            Every.YEAR,
            rf"(?:әр )?жыл сайын(?: \d{{1,2}} (?:{month}){_TO}{_UNTIL})?",
            r"жылына (?:бір|1) рет",
        ),
        daily(r"(?:әр )?күн сайын", r"сағат сайын", r"күніне (?:бір|екі|үш|1|2|3) рет"),
        constant(r"тұрақты(?: (?:түрде|негізде))?", r"үнемі", r"ұдайы", is_plain=True),
    )


def _vague() -> tuple[Rule, ...]:
    """Return the rules of terms that name no day."""
    letters = "[а-яәіңғүұқөһ]{2,}"
    return (
        vague("next_week", rf"келесі аптаға{_UNTIL}"),
        vague(
            "vague",
            r"(?:(?:ең|барынша|мүмкіндігінше) )?қысқа мерзім(?:де| ішінде|нің ішінде)",
            r"(?:белгіленген|көрсетілген|тиісті) мерзім(?:де| ішінде)",
            r"тез арада",
            r"жақын (?:арада|уақытта)",
            r"таяу (?:арада|уақытта)",
            r"алдағы (?:уақытта|апта(?:да|лары)|ай(?:да|лары))",
            r"мүмкіндігінше тез",
        ),
        vague("years", r"алдағы [а-яәіңғүұқөһ0-9]+ жыл(?:да| ішінде)", r"\d{4} жылға қарай"),
        vague(
            "event",
            rf"(?:{_OF_SEASONS} ){{0,3}}{_SEASONS}(?:ы|і|сы|сі)?{_OF}(?: басы)?{_TO}{_UNTIL}",
            rf"(?:{_SUBJECT} ){{1,2}}{letters}(?:ған|ген|қан|кен){_TO}{_UNTIL}",
            rf"(?:{_SUBJECT} ){{1,2}}{letters}(?:ғанша|генше|қанша|кенше)",
        ),
    )
