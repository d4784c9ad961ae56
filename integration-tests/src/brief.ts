/** CI has forty minutes for everything: `KARNA_TEST_BRIEF` leaves out there what another test shows as well. `npm test` leaves out nothing. */
export const isBrief = process.env.KARNA_TEST_BRIEF === 'true';
