import './words.test';
import './slice.test';
import './library.test';
import './decide.test';
import './memory.test';
import './variables.test';
