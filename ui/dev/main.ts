import { install } from './fake/install';

install();
await import('../src/main');
