/* A team of threads that do one piece of work at a time, the caller among them. */
#ifndef LANEWISE_TEAM_H
#define LANEWISE_TEAM_H

struct team;

/* A team of some threads, 1 or more; NULL if they can't be had. */
struct team *team_open(int threads);

/* Ends the threads. */
void team_close(struct team *team);

/* Calls work(argument, member) once for each member from 0 to threads - 1, and returns when all are done. */
void team_run(struct team *team, void (*work)(void *argument, int member), void *argument);

#endif
