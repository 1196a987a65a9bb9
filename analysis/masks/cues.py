"""The words that announce a person, and those that only look like one's name."""

import re

from analysis.masks.plain import bag

CIVILITIES = bag(
    "m mr mrs mme mde mdme melle mlle mlles mmes mm monsieur madame mademoiselle messieurs mesdames "
    "maitre me docteur dr professeur pr monseigneur mgr miss sir lady capitaine lieutenant general "
    "colonel soeur abbe pere"
)
# Short forms are followed by a name; « monsieur » and « madame » are also what one says to somebody.
SHORT = bag("m mr mrs mme mde mdme melle mlle mlles mmes mm")
SEVERAL = bag("mm mmes mlles messieurs mesdames")
# Also ordinary words: they need a capital, and a capital after them.
NEEDS_CAPITAL = bag("me pr dr pere soeur abbe general capitaine lieutenant colonel lady sir maitre")

DETERMINERS = bag(
    "le un la une ce cette du au aux les des deux autre premier second jeune vieux gentil vieille gentille"
)

RELATIONS = bag(
    "mari marie femme epouse epoux conjoint conjointe compagne compagnon concubin concubine fils fille frere soeur pere mere "
    "belle-mere beau-pere belle-soeur beau-frere belle-fille beau-fils gendre bru oncle tante niece neveu cousin cousine "
    "grand-mere grand-pere petit-fils petite-fille filleul filleule parrain marraine "
    "associe associee collegue confrere consoeur predecesseur successeur repreneur cedant patron voisin voisine ami amie "
    "tuteur tutrice curateur curatrice mandataire notaire avocat avocate medecin docteur comptable expert-comptable secretaire "
    "assistant assistante conseiller conseillere gestionnaire interlocuteur interlocutrice collaborateur collaboratrice "
    "referent referente agent agente employe employee technicien technicienne liquidateur liquidatrice operateur operatrice "
    "standardiste responsable chef cheffe directeur directrice inspecteur inspectrice charge chargee stagiaire hotesse "
    "correspondant correspondante personne dame monsieur defunt defunte feu jumeaux jumelles maman papa prenomme prenommee "
    "nomme nommee denomme denommee appele appelee surnomme surnommee retraite retraitee adherent adherente"
)

_NAME_IS = (
    r"(?: ?:| ?=| est(?: bien| desormais| maintenant| toujours)?| c'?est| s'ecrit| etait| c)?"
)
INTRODUCTIONS = re.compile(
    r"\b(?:(?:je |j ?)?m'? ?ap+el+e|s'? ?ap+el+e(?:nt|it)?|me nomme|se nomme|jm'? ?ap+el+e|je map+el+e|jmap+el+e|"
    rf"(?:mon|son|le|notre|votre|vrai|nom|mes|ses|au|leur) (?:vrai |seul |bon )?(?:nom|prenom)s?(?: et prenoms?| complet| de famille| de jeune fille| d'usage| d'epouse| "
    rf"marital| de naissance| patronymique)?{_NAME_IS}|nom(?: et prenoms?| de famille| de jeune fille| d'usage| d'epouse| de naissance)? ?:|prenoms? ?:|"
    r"prenoms?(?= [a-z-]+ nom\b)|nom(?= [a-z-]+ prenom\b)|"
    r"(?<=prenom )(?:nom)|(?:au|o) noms? (?:de|d')(?: famille| jeune fille)?|(?<=[a-z] )nom(?= [a-z]+ (?:dossier|prenom|ne|nee)\b)|"
    r"noms? (?:de|d')(?= ?(?:m|mme|mr|madame|monsieur)\b)|"
    r"(?:pre|de|sur)?nommee?s?|signee?(?: par)?(?: ?:)?|signature ?:|de la part (?:de|d')|(?:veuve|veuf|vve)(?: de| d')?|feu|"
    r"nee(?= [a-z])|epouse|un certain|une certaine|repond(?:re|ant)? au (?:doux )?(?:nom|prenom) (?:de|d')|"
    r"ici|moi c'?est|c moi|interlocut(?:eur|rice) ?:|contact ?:|conseillere? ?:|gestionnaire ?:|expediteur ?:|destinataire ?:|"
    r"a l'attention (?:de|d')|mes salutations a|le bonjour a)(?![a-z])[ ,:\"(]{0,3}"
)
CLOSINGS = re.compile(
    r"\b(?:cordialement|cdlt|cdt|cordiales? salutations?|sinceres salutations|salutations(?: distinguees| cordiales)?|bien a vous|"
    r"sincerement|respectueusement|amicalement|bonne journee|bonne soiree|bonne continuation|merci d'avance|d'avance merci|"
    r"merci beaucoup|avec mes remerciements|distingues?|distinguees|meilleurs?|mes hommages|bien respectueusement|"
    r"amities|a bientot|merci)[ ,.!;:\n–-]{1,6}"
)
# After these a capitalised unknown word is a person more often than not.
THANKS = re.compile(
    r"\b(?:merci(?: beaucoup| encore| mille fois| infiniment)? a|merci|grace a|bravo a|bravo|felicitations a|felicite[zr]?|"
    r"remercie[zr]?|remercie|chapeau a|hommage a|coup de chapeau a|mention speciale a|salue[zr]?|embauchez|gardez|"
    r"(?:parle|discute|echange|affaire|eu affaire|demande|ecrit|telephone|adresse|adressee)s? (?:a|avec)|"
    r"(?:recue?|aidee?|rappelee?|accueillie?|renseignee?|conseillee?|suivie?|guidee?|orientee?|accompagnee?|traitee?|geree?|assistee?|depannee?) par|"
    r"j'ai eu|nous avons eu|je suis tombee? sur|tombee? sur|demandez|joindre|appelez|appeler|prevenez|prevenir|contacter|contactez|"
    r"transmet(?:tez|tre) a|entretien avec|rendez-vous avec|rdv avec|contact avec|soussignee?|interlocutrice|interlocuteur)"
    r"(?: surtout| notamment| egalement| aussi)?(?![a-z])[ ,:]{1,2}"
)
# « c’est pour rose ma sœur »: who a first name is, said after it.
BEFORE_ITS_RELATION = re.compile(
    r",? (?:ma|mon|sa|son) (?:grande? |petite? )?(?:soeur|frere|mari|femme|epouse|epoux|fille|fils|mere|pere|maman|papa|tante|oncle|"
    r"niece|neveu|cousine?|voisine?|associee?|collegue|gendre|bru|grand-mere|grand-pere|belle-mere|belle-soeur|beau-pere|beau-frere)\b"
)
LEADS_TO_A_PERSON = bag("pour pr avec par et c chez de")
# First names that are a feast or a country first, even where a person is expected.
SELDOM_PEOPLE = bag("noel toussaint ascension france april pacifica orly")
# What bears the name of its holder.
HOLDERS = bag("agence cabinet succession dossier famille consorts indivision compte")
# What somebody does: « Pierre m'a rappelé » is not a stone.
DOES = re.compile(
    r"^(?:,? (?:du|de la|des|au|a la|a l'|de l') ?(?:service|standard|telephone|accueil|affiliation|retraite|liquidation|recouvrement|"
    r"cotisation|compta|tel\b|guichet|bout|reception|prevoyance|informatique|juridique|comptabilite|pole|equipe|caisse|plateforme)|"
    r",? (?:m|nous|vous|l|lui|me|t)[' ]?(?:a|avait|ont|as|aura)?\b|,? qui (?:m|nous|a|est|l|me|s|connait|sait|gere|suit)|"
    r" (?:a|avait|est|etait|sera|reste) (?:ete|tres|vraiment|super|top|parfaite?|genial|geniale|adorable|gentille?|formidable|ecoute|"
    r"repondu|rappele|pris|su|repris|retrouve|corrige|explique|aide|regle|debloque|mon|ma|patiente?|aimable|efficace|au top|competente?|"
    r"vite|bien|toujours|traite|compris|trouve|rien|tout|promis|dit|cherche|envoye)\b| (?:connait|gere|suit|repond|s'occupe|mérite|merite|comprend|explique|rappelle|travaille)\b|"
    r" (?:[a-z]+, )?(?:votre|ma|mon|la|le) (?:conseill|gestionnaire|collegue|interlocut|collabor))"
)
# What a person alone does, and no organisation: nothing is asked of the list of names then.
HELPS = re.compile(
    r",? (?:qui )?(?:m'a|m'avait|nous a|m a|ma) (?:bien |tres bien |tout |enfin |toujours |vite |gentiment |re)?(?:rappele|"
    r"repondu|recue?|aidee?|explique|rassuree?|ecoutee?|raccroche|guidee?|conseillee?|accueillie?|depannee?|promis|sauvee?|"
    r"renseignee?|orientee?|dit)\b|,? (?:est|a ete|etait) (?:tres |vraiment |super |toujours )?(?:gentille?|adorable|patiente?|"
    r"aimable|charmante?|a l'ecoute|souriante?|genial|geniale)\b"
)
# After these words a name belongs to a street, a school, a law, a saint or a proverb.
NOT_A_PERSON_AFTER = bag(
    "rue avenue boulevard place quai cours square impasse allee chemin lycee college ecole hopital clinique fondation institut loi lois "
    "reforme decret ordonnance rapport plan dispositif regime taxe amendement saint sainte st ste carte prix tour pont gare metro "
    "station stade aeroport cap port fort effet methode syndrome fil toile talon boite arche jugement tonneau mythe supplice rocher "
    "maladie loi theoreme principe cite residence maison villa salle amphi batiment espace site logiciel appli application "
    "navigateur groupe compagnie banque mutuelle societe magasin marque modele statut contrat contrats epargne rente article fete "
    "cyclone tempete ouragan operation affaire parc gite hotel cafe restaurant cinema theatre musee stade pere mere "
    "roi reine prince empereur dieu sir monsieur-tout commune ville village pays region departement ile lac mont val vallee"
) - bag("pere mere epargne")
# After a civility, these are a function or a way of speaking, not a name.
FUNCTIONS = bag(
    "le la les l president presidente directeur directrice general generale ministre inspecteur inspectrice mediateur mediatrice "
    "conseiller conseillere gestionnaire responsable secretaire chef cheffe docteur professeur maitre prefet prefete maire depute senateur "
    "juge procureur notaire avocat me monsieur madame mademoiselle messieurs mesdames mme mlle mr m mm dame dames sieur x y z xx xxx untel "
    "unetelle tout-le-monde tout toute tous toutes machin machine truc trucmuche bidule lambda dupont-agence je j tu il elle on nous vous ils elles "
    "ce cette cet ces mon ma mes votre vos notre nos leur leurs un une des du de au aux a et ou mais donc or ni car "
    "que qui quoi dont ou si ne n pas plus merci bonjour bonsoir bien tres trop plus moins en y se s c est sont etait etes suis ai as avez "
    "avons ont avait dans sur sous par pour avec sans chez apres avant depuis pendant lors quand comme suite veuillez permettez recevez "
    "agreez pouvez puis-je pourriez quelle quel quels quelles voici voila afin selon malgre cordialement svp stp oui non propre meteo bricolage loyal"
)
# « Si Lakhdar », « Lalla Zineb »: said before a first name, part of it.
HONORIFICS = bag("si sidi lalla moulay hadj hadja")
PARTICLES = bag(
    "de du des d la le les el al ben bin bint ibn van von der den ten ter da das do dos di della del dello degli ait ould abd mac mc o n st saint sainte san santa y e zu af m l"
)
LOWER_PARTICLES = bag(
    "le la d da das dos di della del el al ben bin van von der den de ait ould mac mc saint st o n"
)
NOT_A_SURNAME = re.compile(
    r"(?:ez|(?<!i)er|ees?|tion|tions|ment|ments|ant|ants|eur|euse|eurs|ique|iques|able|ables|ible|ibles|aient|ait)$"
)
# « Célestine Bordelais »: where one's forebears came from is a surname after a first name.
FROM_A_PLACE = re.compile(r"[a-z]{3}(?:ais|ois)$")
# Two words run together on a telephone keyboard, not a name: « jattends », « cest ».
TYPED_TOGETHER = re.compile(
    r"^(?:s'?app?el|j(?:ai|attend|avai|etai|esui|espe|essa|voud|appel|ecri|envo)|c(?:est|etai)|qu|kel|kan|pouv|pourr|vous|votr|svp|merci|bonj|ya|pk|pq)"
)
# A capital that follows a name without being part of it: « Julie Service affiliation ».
NOT_AFTER_A_NAME = bag(
    "service services pole bonjour bonsoir merci cordialement bonne bon bravo tres trop equipe accueil standard "
    "caisse direction departement affiliation retraite recouvrement cotisations liquidation reversion prevoyance "
    "agence cabinet agent agente dossier numero telephone tel mail adresse date salutations bien signe "
    "responsable conseiller conseillere gestionnaire prenom prenoms nom objet contact portable mobile courriel email naissance"
)
