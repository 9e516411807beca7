#include "team.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

/* So often a thread looks before it sleeps: some microseconds. Enough between two passes of a call; engines that are measured
   afterwards have the cores for themselves. */
enum { LOOKS = 2000 };

struct team {
    int threads;
    pthread_t *workers;
    void (*work)(void *, int);
    void *argument;
    atomic_int round;
    atomic_int pending;
    atomic_int ends;
    pthread_mutex_t lock;
    pthread_cond_t begins;
};

struct worker {
    struct team *team;
    int member;
};

static inline void look_again(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

static void await_round(struct team *team, int seen) {
    for (int i = 0; i < LOOKS; i++) {
        if (atomic_load_explicit(&team->round, memory_order_acquire) != seen) {
            return;
        }
        look_again();
    }
    pthread_mutex_lock(&team->lock);
    while (atomic_load(&team->round) == seen) {
        pthread_cond_wait(&team->begins, &team->lock);
    }
    pthread_mutex_unlock(&team->lock);
}

static void *serve(void *argument) {
    struct worker self = *(struct worker *)argument;
    free(argument);
    for (int seen = 0;; seen++) {
        await_round(self.team, seen);
        if (atomic_load(&self.team->ends)) {
            return NULL;
        }
        self.team->work(self.team->argument, self.member);
        atomic_fetch_sub_explicit(&self.team->pending, 1, memory_order_release);
    }
}

static void begin_round(struct team *team) {
    pthread_mutex_lock(&team->lock);
    atomic_fetch_add(&team->round, 1);
    pthread_cond_broadcast(&team->begins);
    pthread_mutex_unlock(&team->lock);
}

struct team *team_open(int threads) {
    struct team *team = calloc(1, sizeof *team);
    if (team == NULL) {
        return NULL;
    }
    pthread_mutex_init(&team->lock, NULL);
    pthread_cond_init(&team->begins, NULL);
    team->workers = calloc((size_t)threads, sizeof *team->workers);
    /* Counts those who have started, so that a team can be closed that is not complete. */
    team->threads = 1;
    while (team->workers != NULL && team->threads < threads) {
        struct worker *worker = malloc(sizeof *worker);
        if (worker == NULL) {
            break;
        }
        *worker = (struct worker){team, team->threads};
        if (pthread_create(&team->workers[team->threads], NULL, serve, worker) != 0) {
            free(worker);
            break;
        }
        team->threads++;
    }
    if (team->threads < threads) {
        team_close(team);
        return NULL;
    }
    return team;
}

void team_close(struct team *team) {
    atomic_store(&team->ends, 1);
    begin_round(team);
    for (int member = 1; member < team->threads; member++) {
        pthread_join(team->workers[member], NULL);
    }
    pthread_mutex_destroy(&team->lock);
    pthread_cond_destroy(&team->begins);
    free(team->workers);
    free(team);
}

void team_run(struct team *team, void (*work)(void *, int), void *argument) {
    if (team->threads > 1) {
        team->work = work;
        team->argument = argument;
        atomic_store(&team->pending, team->threads - 1);
        begin_round(team);
    }
    work(argument, 0);
    for (int i = 0; atomic_load_explicit(&team->pending, memory_order_acquire) > 0; i++) {
        look_again();
        if (i > LOOKS) {
            sched_yield();
        }
    }
}
