/** This rule changes nothing: who keeps access is for people to decide. */
export const effect = {};
