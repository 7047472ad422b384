import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.processor.reports.enums.JobEndStatus;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Asks veraPDF whether files keep the rules of PDF/UA-1, for exports/validators.py, which starts it from source.
 *
 * Says a line for each broken rule: the file, the rule, its first place, and how often; then one more line for each
 * file that was judged to its end, so that nobody takes silence for praise. veraPDF's own reader of its rules needs a
 * JAXB runtime, which Java no longer brings; so the rules are read here with Java's own parser.
 */
public class UaCheck {
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;
    private static final String RULES = "/org/verapdf/pdfa/validation/PDFUA-1.xml";
    private static final int EVERY = Integer.MAX_VALUE; // of one rule: all failures are counted

    public static void main(String[] files) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // whatever the libraries have to say is no verdict
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile();
        for (String file : files) {
            judge(file, profile, out);
        }
    }

    private static void judge(String file, ValidationProfile profile, PrintStream out) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), FLAVOUR);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, EVERY, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
                say(out, file, number(failed.getKey()), first(result, failed.getKey(), failed.getValue()));
            }
            if (result.getJobEndStatus() == JobEndStatus.NORMAL && result.getTotalAssertions() > 0) {
                say(out, file, "judged");
            }
        } catch (Exception error) {
            say(out, file, "unreadable", error.getMessage());
            say(out, file, "judged");
        }
    }

    private static String first(ValidationResult result, RuleId rule, int times) {
        for (TestAssertion one : result.getTestAssertions()) {
            if (one.getRuleId().equals(rule)) {
                return one.getMessage() + " (" + times + " in all, the first at " + one.getLocation().getContext() + ")";
            }
        }
        return times + " in all";
    }

    private static String number(RuleId rule) {
        return rule.getClause() + "-" + rule.getTestNumber();
    }

    private static void say(PrintStream out, String... parts) {
        for (int at = 0; at < parts.length; at++) {
            parts[at] = String.valueOf(parts[at]).replaceAll("\\s+", " ");
        }
        out.println(String.join("\t", parts));
    }

    private static ValidationProfile profile() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(UaCheck.class.getResourceAsStream(RULES));
        Set<Rule> rules = new HashSet<>();
        NodeList each = xml.getElementsByTagName("rule");
        for (int at = 0; at < each.getLength(); at++) {
            rules.add(rule((Element) each.item(at)));
        }
        Set<Variable> variables = new HashSet<>();
        each = xml.getElementsByTagName("variable");
        for (int at = 0; at < each.getLength(); at++) {
            Element one = (Element) each.item(at);
            variables.add(Profiles.variableFromValues(
                    one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(FLAVOUR, Profiles.profileDetailsFromValues("", "", "", null), "", rules, variables);
    }

    private static Rule rule(Element one) {
        Element id = (Element) one.getElementsByTagName("id").item(0);
        RuleId number = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"),
                Integer.parseInt(id.getAttribute("testNumber")));
        boolean deferred = Boolean.parseBoolean(one.getAttribute("deferred"));
        return Profiles.ruleFromValues(
                number, one.getAttribute("object"), deferred, one.getAttribute("tags"), text(one, "description"),
                text(one, "test"), Profiles.errorFromValues(text(one, "message"), List.of()), List.of());
    }

    private static String text(Element one, String name) {
        return one.getElementsByTagName(name).item(0).getTextContent();
    }
}
