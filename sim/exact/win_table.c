/* The lattice. A stay that ends inside a cell is shared between the cell's two ends so that its mean is
 * kept; on average that adds h^2/6 to its variance, and C + h^2/12 C'' comes out where C was meant. The
 * second difference of the next stage's law over 12 takes it off again (`smooth`). What is left is of
 * fourth order: with two points a day a chance of hitting a target is off by about 1e-6. */
#include "sim/exact/win_table.h"

#include "sim/arrival_path.h"

#include <math.h>
#include <string.h>

#define OLDEST_DAYS 400  /* ages up to here are read off the lattice */
#define FAINT_STAY  1e-6 /* below, what is left of a stay has too few digits there */
#define PAD         4    /* lattice points before and behind, for differences */
#define HEAD        3    /* points at the start of a stay that have fewer before them */
#define PARTS       4    /* pieces of a lattice step on which general hazards are added up */

void qc_win_table_free(qc_win_table *table)
{
    qc_arena_free(&table->arena);
    memset(table, 0, sizeof *table);
}

/* ---- where it applies ---- */

const char *qc_win_table_hurdle(const qc_world *world)
{
    const qc_stage_model *stages = &world->model->stages;
    if (world->shocked) return "months move all deals together (month effects or seasons)";
    for (int32_t p = 0; p < stages->part_count; p++) {
        if (stages->parts[p].fitted)
            return "stays come from a history: they may lead back and run on recorded days";
    }
    return NULL;
}

/* ---- room ---- */

static size_t row(const qc_win_table *table)
{
    return (size_t) (table->points + table->ages + 2 * PAD);
}

static int32_t oldest(const qc_book *book)
{
    double age = 0;
    for (int32_t i = 0; i < book->open_count; i++)
        age = fmax(age, fmin(book->open[i].age_days, OLDEST_DAYS));
    return (int32_t) ceil(age);
}

/* Where all wins slip, what counts by a day is won so many days before it. */
static void find_atoms(qc_win_table *table, const qc_world *world)
{
    const qc_questions *questions = world->questions;
    for (int32_t day = 1; day <= questions->days; day++) {
        if (questions->atom_of_day[day] < table->atoms)
            table->atom_end[questions->atom_of_day[day]] = day > world->slip_days
                                                               ? day - world->slip_days
                                                               : 0;
    }
}

static void find_born(qc_win_table *table, const qc_world *world)
{
    for (int32_t m = 0; m < world->month_count; m++) {
        const double from = world->month_span[m].from - 1 - world->questions->as_of;
        const double to = world->month_span[m].to - world->questions->as_of;
        for (int32_t a = 0; a < table->atoms; a++)
            table->born[m * table->atoms + a] = fmin(
                fmax((table->atom_end[a] - from) / (to - from), 0), 1);
    }
}

/* Atoms up to the last that a figure asks for. */
static int32_t last_atom(const qc_questions *questions)
{
    int32_t end = 1;
    for (int32_t f = 0; f < questions->figure_count; f++)
        if (questions->figures[f].end_atom > end) end = questions->figures[f].end_atom;
    return end;
}

bool qc_win_table_make(qc_win_table *table, const qc_world *world, int32_t per_day,
                       qc_status *status)
{
    qc_arena *arena = &table->arena;
    table->per_day = per_day;
    table->points = world->questions->days * per_day;
    table->ages = oldest(world->book) * per_day;
    table->stages = world->model->stages.stage_count;
    table->atoms = last_atom(world->questions);
    const size_t stages = (size_t) table->stages, atoms = (size_t) table->atoms;
    const size_t months = (size_t) world->month_count, wide = row(table);
    double **rows[] = {&table->forward, &table->stay,     &table->win, &table->smooth,
                       &table->back,    &table->integral, NULL};
    for (int i = 0; rows[i] != NULL; i++) {
        *rows[i] = qc_arena_take(arena, stages * wide, sizeof(double), status);
        if (*rows[i] == NULL) return false;
    }
    table->mass = qc_arena_take(arena, wide, sizeof(double), status);
    table->aged = qc_arena_take(arena, wide, sizeof(double), status);
    const size_t ages = stages * (size_t) (table->ages + PAD);
    table->head = qc_arena_take(arena, stages * atoms, HEAD * sizeof(double), status);
    table->aged_win = qc_arena_take(arena, ages * atoms, sizeof(double), status);
    table->aged_known = qc_arena_take(arena, ages, sizeof *table->aged_known, status);
    table->expected = qc_arena_take(arena, months, sizeof(double), status);
    table->born = qc_arena_take(arena, months * atoms, sizeof(double), status);
    table->atom_end = qc_arena_take(arena, atoms, sizeof(int32_t), status);
    table->open = qc_arena_take(arena, (size_t) world->book->open_count * atoms, sizeof(double),
                                status);
    table->fresh = qc_arena_take(arena, (size_t) world->model->segments.count * atoms,
                                 sizeof(double), status);
    if (table->mass == NULL || table->aged == NULL || table->expected == NULL ||
        table->born == NULL || table->head == NULL || table->aged_win == NULL ||
        table->aged_known == NULL || table->atom_end == NULL || table->open == NULL ||
        table->fresh == NULL)
        return false;
    find_atoms(table, world);
    find_born(table, world);
    return true;
}

/* ---- one law on the lattice ---- */

static double hazard_of(const qc_law *law, double x, double *by_group)
{
    double sum = 0;
    qc_law_at(law, x, by_group);
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        by_group[g] *= law->weight[g];
        sum += by_group[g];
    }
    return sum;
}

/* Left by the forward exit, and still here, at `from` + k h given here at `from`; k = 0..count. */
static void general_stay(const qc_law *law, double from, double h, int32_t count, double *forward,
                         double *stay)
{
    double before[QC_GROUP_COUNT], here[QC_GROUP_COUNT];
    double used = hazard_of(law, from, before), left = 0;
    const double start = used;
    forward[0] = 0;
    stay[0] = 1;
    for (int32_t k = 0; k < count; k++) {
        for (int part = 1; part <= PARTS; part++) {
            const double total = hazard_of(law, from + (k + (double) part / PARTS) * h, here);
            const double ahead = here[QC_GROUP_ADVANCE] + here[QC_GROUP_WON] -
                                 before[QC_GROUP_ADVANCE] - before[QC_GROUP_WON];
            if (total > used)
                left += exp(start - used) * -expm1(used - total) * ahead / (total - used);
            used = total;
            memcpy(before, here, sizeof here);
        }
        forward[k + 1] = left;
        stay[k + 1] = exp(start - used);
    }
}

/* A stay whose exit does not depend on its length. */
static void quick_stay(const qc_law *law, double from, double h, int32_t count, double *forward,
                       double *stay)
{
    const qc_spread *spread = law->quick->spread;
    const double start = from > 0 ? qc_spread_hazard(spread, from / law->time_scale) : 0;
    for (int32_t k = 0; k <= count; k++) {
        const double x = (from + k * h) / law->time_scale;
        stay[k] = from > 0 ? exp(start - qc_spread_hazard(spread, x))
                           : qc_spread_survival(spread, x);
        forward[k] = law->share * (1 - stay[k]);
    }
}

static void lay_stay(const qc_law *law, double from, double h, int32_t count, double *forward,
                     double *stay)
{
    if (law->quick != NULL)
        quick_stay(law, from, h, count, forward, stay);
    else
        general_stay(law, from, h, count, forward, stay);
}

/* Masses on the points 0..count that keep the mean of what ends in each cell. The mean inside a cell comes
 * from the law at its ends and their neighbours; before point 0 a law of its own start goes on as it
 * begins. */
static void put_on_lattice(const double *cdf, int32_t count, double *mass)
{
    double before = 0;
    memset(mass, 0, ((size_t) count + 1) * sizeof *mass);
    for (int32_t j = 0; j < count; j++) {
        const double cell = cdf[j + 1] - cdf[j];
        const double upper = cell / 2 + (cdf[j + 2] - cdf[j + 1] - cdf[j] + before) / 24;
        mass[j] += cell - upper;
        mass[j + 1] += upper;
        before = cdf[j];
    }
}

/* ---- all stages of a segment ---- */

static void convolve(const double *mass, const double *next, int32_t count, double *out)
{
    memset(out, 0, ((size_t) count + 1) * sizeof *out);
    for (int32_t j = 0; j <= count; j++) {
        const double m = mass[j];
        for (int32_t k = j; k <= count; k++)
            out[k] += m * next[k - j];
    }
}

/* `smooth` has one point before 0, which is where a second difference begins. */
static void take_spread_off(const double *win, int32_t count, double *smooth)
{
    smooth[-1] = 0;
    for (int32_t k = 0; k <= count; k++) {
        const double before = k > 0 ? win[k - 1] : 0;
        const double behind = k < count ? win[k + 1] : 2 * win[k] - before;
        smooth[k] = win[k] - (behind - 2 * win[k] + before) / 12;
    }
}

static void integrate(const double *win, int32_t count, double h, double *integral)
{
    double sum = 0;
    integral[0] = 0;
    for (int32_t k = 1; k <= count; k++) {
        const double behind = k < count ? win[k + 1] : 2 * win[k] - win[k - 1];
        sum += h * (win[k - 1] + win[k]) / 2;
        integral[k] = sum - h * (behind - win[k - 1] - win[1]) / 24;
    }
}

/* An open deal's chance to be won by day T is a sum over its stay: what ends inside a cell is shared between
 * the cell's ends and goes on with the next stage's law. Taken together by points of the stay's law, each
 * point has a weight that depends only on how far it lies before T; laid from the horizon back to the
 * start, sums over stays run forward through both. Only the first points have nothing before them, and weights
 * of their own for each T. */
static double weight_at(const double *w, int32_t before)
{
    const double near = w[before + 1] - w[before - 1], far = w[before + 2] - w[before - 2];
    return near / 2 + (2 * near - far) / 24;
}

static void lay_weights(qc_win_table *table, const double *smooth, int32_t stage)
{
    double *back = table->back + (size_t) stage * row(table);
    for (int32_t k = 0; k < table->points + HEAD; k++)
        back[k] = weight_at(smooth, table->points - k);
    for (int32_t a = 0; a < table->atoms; a++) {
        const int32_t end = table->atom_end[a] * table->per_day;
        double *head = table->head + (stage * table->atoms + a) * HEAD;
        const double step[3] = {smooth[end - 1] - smooth[end], smooth[end - 2] - smooth[end - 1],
                                smooth[end - 3] - smooth[end - 2]};
        const double half[3] = {(smooth[end] + smooth[end - 1]) / 2,
                                (smooth[end - 1] + smooth[end - 2]) / 2,
                                (smooth[end - 2] + smooth[end - 3]) / 2};
        const double third = smooth[end - 4] - smooth[end - 3];
        head[0] = -half[0] + (3 * step[0] - step[0] + step[1]) / 24;
        head[1] = half[0] - half[1] + (-3 * step[0] - step[0] - step[1] + step[2]) / 24;
        head[2] = half[1] - half[2] + (step[0] + step[0] - step[1] - step[2] + third) / 24;
    }
}

static void lay_segment(qc_win_table *table, const qc_world *world, int32_t segment)
{
    const double h = 1.0 / table->per_day;
    const size_t wide = row(table);
    const int32_t count = table->points;
    for (int32_t s = table->stages - 1; s >= 0; s--) {
        const qc_law *law = &world->draw.stages.laws[segment * table->stages + s];
        double *forward = table->forward + (size_t) s * wide, *win = table->win + (size_t) s * wide;
        double *smooth = table->smooth + (size_t) s * wide + PAD;
        lay_stay(law, 0, h, count + table->ages + PAD, forward, table->stay + (size_t) s * wide);
        if (law->next < 0) {
            memcpy(win, forward, ((size_t) count + 1) * sizeof *win);
        } else {
            put_on_lattice(forward, count, table->mass);
            convolve(table->mass, table->smooth + (size_t) law->next * wide + PAD, count, win);
        }
        take_spread_off(win, count, smooth);
        integrate(win, count, h, table->integral + (size_t) s * wide);
        lay_weights(table, smooth, s);
    }
}

/* ---- open deals ---- */

/* Four sums side by side: their order is fixed, so is the result. */
static double dot(const double *left, const double *right, int32_t count)
{
    double sum[4] = {0};
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (int lane = 0; lane < 4; lane++)
            sum[lane] += left[i + lane] * right[i + lane];
    }
    for (; i < count; i++)
        sum[0] += left[i] * right[i];
    return sum[0] + sum[1] + (sum[2] + sum[3]);
}

/* Won by the end of each atom, out of the law of the stay from some age on, `next` being what follows. */
static void win_by(const qc_win_table *table, const double *stay_law, int32_t next, double *out)
{
    const double *back = table->back + (size_t) next * row(table);
    for (int32_t a = 0; a < table->atoms; a++) {
        const int32_t end = table->atom_end[a] * table->per_day;
        const double *head = table->head + (next * table->atoms + a) * HEAD;
        out[a] = head[0] * stay_law[0] + head[1] * stay_law[1] + head[2] * stay_law[2] +
                 dot(stay_law + HEAD, back + table->points - end + HEAD, end);
    }
}

/* The same for an age on the lattice: most deals of a stage share their ages with others. */
static const double *win_from(qc_win_table *table, int32_t stage, int32_t next, int32_t age)
{
    const size_t at = (size_t) stage * (size_t) (table->ages + PAD) + (size_t) age;
    double *out = table->aged_win + at * (size_t) table->atoms;
    const double *law = table->forward + (size_t) stage * row(table) + age;
    if (table->aged_known[at]) return out;
    table->aged_known[at] = true;
    if (next >= 0) {
        win_by(table, law, next, out);
        return out;
    }
    for (int32_t a = 0; a < table->atoms; a++)
        out[a] = law[table->atom_end[a] * table->per_day] - law[0];
    return out;
}

/* Too old for the lattice: from the law itself. */
static void fill_old(qc_win_table *table, const qc_law *law, double age, double *out)
{
    lay_stay(law, age, 1.0 / table->per_day, table->points + HEAD, table->aged, table->mass);
    if (law->next >= 0) {
        win_by(table, table->aged, law->next, out);
        return;
    }
    for (int32_t a = 0; a < table->atoms; a++)
        out[a] = table->aged[table->atom_end[a] * table->per_day];
}

/* Between lattice ages: Lagrange through the four around, of the chance to stay and then be won by each
 * atom's end, and of that to have stayed. */
static void fill_open(qc_win_table *table, const qc_world *world, int32_t deal)
{
    const qc_open_deal *open = &world->book->open[deal];
    const int32_t stage = open->stage;
    const qc_law *law = &world->draw.stages.laws[open->segment * table->stages + stage];
    const double *stay = table->stay + (size_t) stage * row(table);
    const double position = open->age_days * table->per_day;
    double *out = table->open + (size_t) deal * (size_t) table->atoms, remaining = 0;
    if (!(position < table->ages + 1) ||
        fmin(stay[(int32_t) position], stay[(int32_t) position + 1]) < FAINT_STAY) {
        fill_old(table, law, open->age_days, out);
        return;
    }
    const int32_t at = position < 1 ? 0 : (int32_t) position - 1;
    const double x = position - at; /* 1..2, or 0..1 at the start */
    const double w[4] = {-(x - 1) * (x - 2) * (x - 3) / 6, x * (x - 2) * (x - 3) / 2,
                         -x * (x - 1) * (x - 3) / 2, x * (x - 1) * (x - 2) / 6};
    memset(out, 0, (size_t) table->atoms * sizeof *out);
    for (int32_t i = 0; i < 4; i++) {
        const double *won = win_from(table, stage, law->next, at + i);
        remaining += w[i] * stay[at + i];
        for (int32_t a = 0; a < table->atoms; a++)
            out[a] += w[i] * won[a];
    }
    for (int32_t a = 0; a < table->atoms; a++)
        out[a] /= remaining;
}

/* ---- new deals ---- */

static double share_at(const double *cumulative, int32_t index)
{
    return cumulative[index] - (index > 0 ? cumulative[index - 1] : 0);
}

/* Deals that enter evenly over month m: their wins by the end of each atom. */
static void add_month(qc_win_table *table, const qc_world *world, int32_t stage, int32_t month,
                      double deals, double *out)
{
    const double *integral = table->integral + (size_t) stage * row(table);
    const int32_t from = world->month_span[month].from - 1 - world->questions->as_of;
    const int32_t to = world->month_span[month].to - world->questions->as_of;
    for (int32_t a = 0; a < table->atoms; a++) {
        const int32_t first = table->atom_end[a] - from, last = table->atom_end[a] - to;
        const double upper = first > 0 ? integral[first * table->per_day] : 0;
        const double lower = last > 0 ? integral[last * table->per_day] : 0;
        out[a] += deals * (upper - lower) / (to - from);
    }
}

static void fill_fresh(qc_win_table *table, const qc_world *world, int32_t segment, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const qc_arrival_draw *draw = &world->draw.arrivals;
    double *out = table->fresh + (size_t) segment * (size_t) table->atoms;
    memset(out, 0, (size_t) table->atoms * sizeof *out);
    for (int32_t s = 0; s < arrivals->stream_count; s++) {
        const qc_stream *stream = &arrivals->streams[s];
        if (stream->segment >= 0 && stream->segment != segment) continue;
        double part = draw->lever[segment];
        if (stream->segment < 0) part *= share_at(draw->segment_share, segment);
        if (!(part > 0)) continue;
        qc_arrival_path(world, s, trial, table->expected);
        for (int32_t c = 0; c < arrivals->class_count; c++) {
            const double share = part *
                                 share_at(&draw->class_share[segment * arrivals->class_count], c);
            const int32_t stage = arrivals->classes[c].stage;
            for (int32_t m = 0; m < world->month_count && share > 0; m++) {
                if (stage >= 0) add_month(table, world, stage, m, share * table->expected[m], out);
                for (int32_t a = 0; stage == QC_STAGE_WON && a < table->atoms; a++)
                    out[a] += share * table->expected[m] * table->born[m * table->atoms + a];
            }
        }
    }
}

void qc_win_table_fill(qc_win_table *table, const qc_world *world, int64_t trial)
{
    for (int32_t segment = 0; segment < world->model->segments.count; segment++) {
        lay_segment(table, world, segment);
        memset(table->aged_known, 0,
               (size_t) table->stages * (size_t) (table->ages + PAD) * sizeof *table->aged_known);
        for (int32_t i = 0; i < world->book->open_count; i++)
            if (world->book->open[i].segment == segment) fill_open(table, world, i);
        fill_fresh(table, world, segment, trial);
    }
    for (int32_t i = 0; i < world->book->open_count * table->atoms; i++)
        table->open[i] = fmin(fmax(table->open[i], 0), 1);
}
