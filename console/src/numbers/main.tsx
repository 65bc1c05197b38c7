import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/frame.css';
import '../styles/record.css';
import './numbers.css';
import { start } from '../app/start';
import { numbers } from './house';

start(numbers);
