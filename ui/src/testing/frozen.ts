// To be imported by tests: as in the window (`freezePrototype`), what assigns an inherited member to an object of its own breaks.
// Not all tests can have it so: the library that plays a person's keys does just that when it pastes.
Object.freeze(Object.prototype);
