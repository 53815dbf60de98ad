"""The rules that find Russian terms: до …, к …, не позднее …, в течение …, ежемесячно, срочно."""

from tracker.domain.deadline import Every
from tracker.extract.dates import (
    after,
    calendar_day,
    end_of,
    end_of_unit,
    in_days,
    month_end,
    quarter_end,
    weekday,
    year_end,
)
from tracker.extract.lexicon import lexicon
from tracker.extract.term_rules import Rule, constant, daily, period, rule, vague

_RU = lexicon("ru")

_LEAD = r"(?:(?:в )?срок(?:ом)? )?(?:не позднее(?: чем)?(?: до)?|до|к|ко)"
_WHICH = r"(?P<which>этого|текущего|нынешнего|следующего|будущего|сего)"
_OF_YEAR = r"(?P<year>\d{4})(?:\s*(?:года|г\.|г))?"
_YEAR = rf"(?: (?:{_OF_YEAR}|{_WHICH} года|(?P<short>[ст])\.\s?г\.?))?"
_UNIT = (
    r"(?P<unit>недел[иьюя]|дн(?:я|ей)|день|суток|месяц(?:а|ев)?|квартала|полугодия|года|лет"
    r"|час(?:а|ов)?)"
)
_DAY_OF_MONTH = r"(?:,? (?:до|к|не позднее) \d{1,2}(?:-го)? числа"
_MEETINGS = (
    r"(?:заседани[яю]|совещани[яю]|отчет[ау]|собрани[яю]|штаб[ау]|совет[ау]"
    r"|сесси[ия])"
    r"(?: (?:штаба|комиссии|совета|министров|правительства|маслихата|акимата|коллегии))?"
)


def rules() -> tuple[Rule, ...]:
    """Return the rules; where terms overlap, the longest counts."""
    return (*_days(), *_ends(), *_spans(), *_periods(), *_vague())


def _month() -> str:
    return "(?P<name>" + "|".join(_RU.listed("dates", "months")) + ")"


def _days() -> tuple[Rule, ...]:
    """Return the rules of terms that name their day."""
    weekdays = "|".join(_RU.listed("dates", "weekdays"))
    day = r"(?P<day>\d{1,2})(?:-?(?:го|му|ого))?"
    figures = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?:\s*(?:года|г\.|г))?"
    return (
        rule("until", rf"{_LEAD} {day} {_month()}{_YEAR}", calendar_day),
        rule("until_figures", rf"{_LEAD} {figures}", calendar_day),
        rule(
            "weekday",
            r"(?:к|ко|до|не позднее) (?:(?:следующей|следующего|этой) )?"
            rf"(?P<weekday>(?:{weekdays})[а-я]{{0,2}})",
            weekday,
        ),
        rule(
            "tomorrow",
            r"(?:до|к) завтра(?:шнего (?:дня|вечера))?|(?:уже )?завтра",
            in_days(1),
        ),
        rule(
            "today",
            r"(?:сегодня )?до конца (?:(?:сегодняшнего|рабочего) )?дня|сегодня же|до вечера",
            in_days(0),
        ),
    )


def _ends() -> tuple[Rule, ...]:
    """Return the rules of terms that name the end of a week, month, quarter or year."""
    number = (
        r"(?P<number>i{1,3}|iv|[1-4](?:-го|-м)?|перв(?:ого|ом|ый)|втор(?:ого|ом|ой)|треть(?:его|ем)"
        r"|третий|четверт(?:ого|ом|ый))"
    )
    until = r"(?:(?:во?|до(?: конца)?|к концу|не позднее) )?"
    year_of = rf"(?:(?P<year>\d{{4}})(?:-го)?(?:\s*(?:года|г\.|г))?|(?:{_WHICH} )?года)"
    which = r"(?P<which>этого|этой|текущего|текущей|нынешнего|следующего|следующей|сего)"
    return (
        rule("month_end", rf"{_LEAD} конц[ау] {_month()}{_YEAR}", month_end),
        rule("year_end", rf"{_LEAD} конц[ау] {year_of}", year_end),
        rule(
            "period_end",
            rf"{_LEAD} конц[ау] (?:{which} )?(?P<unit>недели|месяца|квартала|полугодия)",
            end_of_unit,
        ),
        rule(
            "this_week",
            r"(?:уже )?на этой неделе|в течение (?:этой|текущей) недели",
            end_of(Every.WEEK),
        ),
        rule("next_week", r"на следующей неделе", end_of(Every.WEEK, is_next=True)),
        rule(
            "this_month",
            r"в (?:этом|текущем) месяце|в течение (?:этого|текущего) месяца",
            end_of(Every.MONTH),
        ),
        rule(
            "quarter",
            rf"{until}{number} (?:квартал[еа]?|(?P<half>полугоди[еия])){_YEAR}",
            quarter_end,
        ),
    )


def _spans() -> tuple[Rule, ...]:
    """Return the rules of terms that are counted: в течение двух недель, в месячный срок."""
    numbers = "|".join(sorted(_RU.table("dates", "numbers"), key=len, reverse=True))
    counted = rf"(?P<count>{numbers}|\d{{1,3}}) (?:(?P<working>рабочих|рабочего) )?"
    lead = r"(?:в течени[еи]|за|не более(?: чем за)?)"
    long = r"(?P<unit>недельн|дневн|месячн|годичн|суточн|часов)(?:ый|ой)"
    return (
        rule("within", rf"{lead} {counted}(?:календарных |ближайших )?{_UNIT}", after),
        rule(
            "within_one",
            r"в течени[еи] (?:одной |одного )?"
            r"(?P<unit>недели|месяца|квартала|полугодия|года|суток|дня)",
            after,
        ),
        rule("in_term", rf"в (?P<count>\d{{1,3}}|{numbers})?-?\s?{long} срок", after),
    )


def _periods() -> tuple[Rule, ...]:
    """Return the rules of terms that come again and again."""
    month = "|".join(_RU.listed("dates", "months"))
    return (
        period(
            Every.WEEK,
            r"еженедельно",
            r"каждую (?:неделю|пятницу|среду|субботу)",
            r"каждый (?:понедельник|вторник|четверг)",
            r"раз в (?:две )?недел[юи]",
            r"на еженедельной основе",
        ),
        period(
            Every.MONTH,
            rf"ежемесячно{_DAY_OF_MONTH})?",
            r"каждый месяц",
            r"раз в месяц",
            r"на ежемесячной основе",
        ),
        period(
            Every.QUARTER,
            rf"ежеквартально{_DAY_OF_MONTH}"
            r"(?:[а-я\s,]{0,60}отчетным (?:кварталом|периодом))?)?",
            r"каждый квартал",
            r"раз в квартал",
            r"на ежеквартальной основе",
        ),
        period(
            Every.HALF_YEAR,
            r"(?:один )?раз в (?:полгода|полугодие)",
            r"каждые полгода",
            r"(?:дважды|два раза) в год",
        ),
        period(
            Every.YEAR,
            rf"ежегодно(?:,? (?:до|к|не позднее) \d{{1,2}} (?:{month}))?",
            r"раз в год",
            r"каждый год",
        ),
        daily(
            r"ежедневно",
            r"каждый день",
            r"каждое утро",
            r"каждые (?:два|три|четыре|шесть) часа",
        ),
        constant(r"постоянно", r"регулярно", r"непрерывно", is_plain=True),
        constant(r"на (?:постоянной|регулярной|системной) основе", is_plain=False),
    )


def _vague() -> tuple[Rule, ...]:
    """Return the rules of terms that name no day."""
    months = "|".join([*_RU.listed("dates", "months"), *_RU.listed("dates", "months_dative")])
    adjective = r"[а-я-]+(?:ого|его|ой|ей|ых|их)"
    of_year = r"(?: \d{4}(?:[-–]\d{4})? (?:учебного )?года)?"
    return (
        vague(
            "vague",
            r"в (?:[а-я]+ )?(?:кратчайшие|короткие|сжатые) сроки",
            r"в (?:самый )?(?:кратчайший|короткий|сжатый) срок",
            r"в (?:самое )?ближайшее время",
            r"в ближайшие (?:часы|дни|недели|месяцы)",
            r"в (?:оперативном|срочном) порядке",
            r"как можно (?:скорее|быстрее)",
        ),
        vague(
            "event",
            r"(?:до|к) (?:начал[ау]|окончани[яю]|завершени[яю]|наступлени[яю]|открыти[яю]"
            rf"|проведени[яю]|старт[ау]) (?:{adjective} ){{0,2}}[а-я-]+{of_year}",
            rf"(?:до|к) (?:следующ(?:его|ему)|очередно(?:го|му)) {_MEETINGS}",
            r"(?:до|к) (?:нов(?:ого|ому) (?:учебн(?:ого|ому) )?год[ау]"
            r"|отопительн(?:ого|ому) (?:сезон[ау]|период[ау])|паводк(?:а|у|ового периода)"
            r"|зим[ыеу]|весн[ыеу]|лет[ау]|холод(?:ов|ам)|морозов)",
        ),
        vague("month", rf"(?:до|к) (?:(?:середин[ыеу]|начал[ау]) )?(?:{months}){_YEAR}"),
    )
