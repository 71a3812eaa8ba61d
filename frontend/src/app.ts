import 'htmx.org';
import './styles/app.css';
import './begin';
