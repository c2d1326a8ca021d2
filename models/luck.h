/** The purposes of random streams. The order is part of the results: add at the end only. */
#ifndef QC_MODELS_LUCK_H
#define QC_MODELS_LUCK_H

typedef enum qc_luck {
    QC_LUCK_HAZARD,    /* parameters: entity = part and route */
    QC_LUCK_BELIEF,    /* parameters: entity = part */
    QC_LUCK_FACTOR,    /* parameters: entity = trait, value, stage, group */
    QC_LUCK_EFFECT,    /* parameters: cell and present state of a month effect; entity = group */
    QC_LUCK_SIZE,      /* parameters: entity = size model */
    QC_LUCK_RATE,      /* parameters: entity = arrival stream */
    QC_LUCK_MIX,       /* parameters: who arrives; entity = segment */
    QC_LUCK_SHOCK,     /* trial: month effects; entity = group */
    QC_LUCK_ARRIVAL,   /* trial: noise and number of new deals; entity = stream */
    QC_LUCK_OPEN_DEAL, /* trial: path of an open deal */
    QC_LUCK_NEW_DEAL,  /* trial: path of a new deal */
    QC_LUCK_AMOUNT_OPEN,
    QC_LUCK_AMOUNT_NEW,
    QC_LUCK_LABEL,  /* trial: labels of a new deal */
    QC_LUCK_CENTER, /* parameters: what the past months were on the whole; entity = group */
    QC_LUCK_SLOPE,  /* parameters: the slope along amounts; entity = stage, group */
    QC_LUCK_CLASS, /* trial: the class of an amount that is not known; entity = open and new deals */
    QC_LUCK_PEOPLE,   /* parameters: attrition, noise and rates of activities */
    QC_LUCK_SEAT,     /* trial: who comes and goes; entity = seat */
    QC_LUCK_PROSPECT, /* trial: noise and number of prospected deals; entity = seat, shift, kind */
    QC_LUCK_PROSPECTED, /* trial: path of a prospected deal */
    QC_LUCK_NEGLECT,    /* trial: how long a deal bears not being worked on */
    QC_LUCK_SKILL,      /* parameters: what a rep's activities yield; entity = seat */
    QC_LUCK_CHANGE,     /* parameters: a caller's own rule; entity = parameter */
    QC_LUCK_HOLDER,     /* trial: who sells a deal that nobody prospected */
    QC_LUCK_MARKET      /* trial: is there an account for a prospected deal; entity = deal */
} qc_luck;

#endif
