/* Coverage counts what really happened: the share of companies whose future fell into the range that was
 * forecast. The targets of one company share its luck, so errors count companies, not targets. */
#include "tests/study/known_truth.h"

#include <math.h>
#include <string.h>

#define LEVELS        3 /* 50%, 80% and 90% ranges */
#define BANDS         7
#define COMPANIES_MAX 20000

/* ---- rows ---- */

void known_row_head(FILE *out)
{
    fputs("seed,target,customers,days,goal,realised,chance,true_chance,mean,true_mean,"
          "p05,p10,p25,p50,p75,p90,p95,true_p10,true_p50,true_p90\n",
          out);
}

void known_row_write(FILE *out, const known_row *row)
{
    fprintf(out,
            "%llu,%s,%d,%d,%.2f,%.2f,%.4f,%.4f,%.2f,%.2f,"
            "%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f\n",
            row->seed, row->target, row->customers, row->days, row->goal, row->realised,
            row->chance, row->true_chance, row->mean, row->true_mean, row->p05, row->p10, row->p25,
            row->p50, row->p75, row->p90, row->p95, row->true_p10, row->true_p50, row->true_p90);
}

bool known_row_read(const char *line, known_row *row)
{
    return sscanf(
               line,
               "%llu,%47[^,],%d,%d,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf",
               &row->seed, row->target, &row->customers, &row->days, &row->goal, &row->realised,
               &row->chance, &row->true_chance, &row->mean, &row->true_mean, &row->p05, &row->p10,
               &row->p25, &row->p50, &row->p75, &row->p90, &row->p95, &row->true_p10,
               &row->true_p50, &row->true_p90) == 20;
}

/* ---- one line of the table ---- */

static int horizon_of(const known_row *row)
{
    return row->days < 40 ? 1 : row->days < 100 ? 3 : 6;
}

static bool inside(const known_row *row, int l)
{
    const double low = l == 0 ? row->p25 : l == 1 ? row->p10 : row->p05;
    const double high = l == 0 ? row->p75 : l == 1 ? row->p90 : row->p95;
    return row->realised >= low - 0.005 && row->realised <= high + 0.005;
}

/* Mean of something over rows, and its error with the rows of a company taken together. */
typedef struct cluster {
    unsigned long long seed[COMPANIES_MAX];
    double sum[COMPANIES_MAX], rows[COMPANIES_MAX];
    int count;
} cluster;

static void cluster_add(cluster *into, unsigned long long seed, double value)
{
    int at = into->count - 1;
    while (at >= 0 && into->seed[at] != seed)
        at--;
    if (at < 0) {
        if (into->count == COMPANIES_MAX) return;
        at = into->count++;
        into->seed[at] = seed;
        into->sum[at] = into->rows[at] = 0;
    }
    into->sum[at] += value;
    into->rows[at] += 1;
}

static double cluster_mean(const cluster *it, double *error)
{
    double sum = 0, rows = 0, squares = 0;
    for (int i = 0; i < it->count; i++) {
        sum += it->sum[i];
        rows += it->rows[i];
    }
    for (int i = 0; i < it->count; i++)
        squares += pow(it->sum[i] - it->rows[i] * sum / rows, 2);
    *error = it->count > 1 ? sqrt(squares * it->count / (it->count - 1)) / rows : 0;
    return sum / rows;
}

typedef struct choice { /* which rows; 0 or -1 = all */
    const char *name;
    int customers, horizon;
} choice;

static bool chosen(const choice *it, const known_row *row)
{
    return (it->customers < 0 || row->customers == it->customers) &&
           (it->horizon == 0 || horizon_of(row) == it->horizon);
}

static void print_line(FILE *out, const choice *which, const known_row *rows, int count)
{
    static cluster covered[LEVELS];
    double n = 0, below = 0, error = 0, bias = 0, width = 0, mean = 0, brier = 0, truth = 0;
    memset(covered, 0, sizeof covered);
    for (int i = 0; i < count; i++) {
        const known_row *row = &rows[i];
        const double hit = row->realised >= row->goal - 0.005;
        if (!chosen(which, row)) continue;
        n += 1;
        for (int l = 0; l < LEVELS; l++)
            cluster_add(&covered[l], row->seed, inside(row, l));
        below += row->realised < row->p50;
        error += fabs(row->chance - row->true_chance);
        bias += row->chance - row->true_chance;
        width += (row->p90 - row->p10) / fmax(row->true_p90 - row->true_p10, 1);
        mean += row->mean / fmax(row->true_mean, 1e-9);
        brier += pow(row->chance - hit, 2);
        truth += pow(row->true_chance - hit, 2);
    }
    if (n == 0) return;
    fprintf(out, "%-20s %6.0f", which->name, n);
    for (int l = 0; l < LEVELS; l++) {
        double spread = 0;
        const double share = cluster_mean(&covered[l], &spread);
        fprintf(out, "  %.3f+-%.3f", share, spread);
    }
    fprintf(out, "  %.3f  %.3f %+.3f  %6.2f  %6.3f  %.3f %.3f\n", below / n, error / n, bias / n,
            width / n, mean / n, brier / n, truth / n);
}

/* ---- are stated chances met? ---- */

static void print_bands(FILE *out, const known_row *rows, int count)
{
    static cluster hits, said;
    fprintf(out, "\n%-20s %6s  %6s  %s\n", "chance stated", "n", "stated", "hit");
    for (int b = 0; b < BANDS; b++) {
        double error = 0, unused = 0;
        memset(&hits, 0, sizeof hits);
        memset(&said, 0, sizeof said);
        for (int i = 0; i < count; i++) {
            const int band = (int) fmin(rows[i].chance * BANDS, BANDS - 1);
            if (band != b) continue;
            cluster_add(&hits, rows[i].seed, rows[i].realised >= rows[i].goal - 0.005);
            cluster_add(&said, rows[i].seed, rows[i].chance);
        }
        if (hits.count == 0) continue;
        double n = 0;
        for (int i = 0; i < hits.count; i++)
            n += hits.rows[i];
        const double stated = cluster_mean(&said, &unused), met = cluster_mean(&hits, &error);
        fprintf(out, "%3.0f%% to %3.0f%% %14.0f  %6.3f  %.3f+-%.3f\n", 100.0 * b / BANDS,
                100.0 * (b + 1) / BANDS, n, stated, met, error);
    }
}

void known_table(FILE *out, const known_row *rows, int count)
{
    static const choice lines[] = {
        {"bookings", 0, 0},           {"bookings 1 month", 0, 1},   {"bookings 3 months", 0, 3},
        {"bookings 6 months", 0, 6},  {"customers", 1, 0},          {"customers 1 month", 1, 1},
        {"customers 3 months", 1, 3}, {"customers 6 months", 1, 6}, {"all", -1, 0},
    };
    fprintf(out, "%-20s %6s  %-12s  %-12s  %-12s  %-5s  %-5s %-6s  %6s  %6s  %s\n", "", "n",
            "50% range", "80% range", "90% range", "<med", "|err|", "bias", "width", "mean",
            "Brier said, true");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        print_line(out, &lines[i], rows, count);
    print_bands(out, rows, count);
}
