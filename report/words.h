/** How figures are worded: money, counts, chances, verdicts; one wording for every format.
 *
 *  Nothing here allocates or fails: a figure comes back by value, so that
 *  `qc_words_amount(&style, x).text` can stand in an argument list. Money is in major units, chances
 *  and shares in 0..1. */
#ifndef QC_REPORT_WORDS_H
#define QC_REPORT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct qc_word {
    char text[96];
} qc_word;

/** How numbers are dressed; made by qc_words_style_of(), borrowed by everything else. */
typedef struct qc_words_style {
    char currency
        [16]; /* what stands in front of money: "EUR ", in pictures the sign; "" = not said */
    char decimal[2];
    const char *group; /* between thousands */
    const char *minus; /* "-", in pictures the real minus U+2212 */
} qc_words_style;

/** @param number_style "1,234.5", "1.234,5" or "1 234.5"; anything else or NULL is the first
 *  @param picture      currency sign where one is known, real minus, narrow space between
 * thousands. Only letters and digits of an unknown currency survive, so that it may stand in
 * markup. */
qc_words_style qc_words_style_of(const char *currency, const char *number_style, bool picture);

/** Three significant figures: "1.2M", "820k", "12.5"; "-" for NAN. */
qc_word qc_words_amount(const qc_words_style *style, double value);
/** The same with the currency in front: "EUR 1.2M", "€820k". */
qc_word qc_words_money(const qc_words_style *style, double value);
/** Deals, customers, days: whole from 10 on ("12,345"), one decimal below when it has one. */
qc_word qc_words_count(const qc_words_style *style, double value);
/** Money without currency, or a count. */
qc_word qc_words_value(const qc_words_style *style, bool is_money, double value);
/** Money with currency, or a count. */
qc_word qc_words_worth(const qc_words_style *style, bool is_money, double value);
/** 20000 as "20,000". */
qc_word qc_words_whole(const qc_words_style *style, int64_t value);

/** A figure on an axis: at most three decimals, "1,250", "0.25". */
qc_word qc_words_plain(const qc_words_style *style, double value);

/** "41%", "under 1%" below 0.01, "over 99%" above 0.99. */
qc_word qc_words_chance(double chance);
/** Whole percent of a share that is no chance: "0%" and "100%" are possible. */
qc_word qc_words_percent(double share);
/** A change of a chance: "+6 points", "-1 point", "+0.4 points"; `unit` false leaves the word out.
 */
qc_word qc_words_points(const qc_words_style *style, double change, bool unit);
/** A bound on the error of a chance, in points: "0.001 points", "20 points". */
qc_word qc_words_bound(double bound);
/** Days up to the horizon of the model: "12", "0.6", "beyond 730" for INFINITY. */
qc_word qc_words_days(const qc_words_style *style, double days);

/** One scale everywhere, read off the chance as printed: under 10% "out of reach", under 35%
 *  "unlikely", under 50% "open, rather not", under 65% "open, rather yes", under 80% "likely", from
 *  80% "safe". */
const char *qc_words_verdict(double chance);

const char *qc_words_plural(double count, const char *one, const char *many);
/** First letter in upper case (ASCII). */
qc_word qc_words_capital(const char *text);

/** `text` in at most `columns` terminal columns, cut with "..." (or the one-column "…" when
 *  `unicode`). Control characters become blanks and broken UTF-8 becomes U+FFFD. */
void qc_words_cut(const char *text, int columns, bool unicode, char *out, size_t size);

/** Length of the character that starts at `text` (1..4; broken bytes count 1) and its code point
 *  (0xFFFD when broken). */
int qc_words_character(const char *text, uint32_t *code_point);

#endif
