import type { Locale } from '../../shared/index.js';
import type { AnswerWords } from './answer-words.js';
import { CHECKS_IN_ENGLISH } from './check-words-en.js';
import { CHECKS_IN_SPANISH } from './check-words-es.js';

export const ANSWER_WORDS: Readonly<Record<Locale, AnswerWords>> = { en: CHECKS_IN_ENGLISH, es: CHECKS_IN_SPANISH };
